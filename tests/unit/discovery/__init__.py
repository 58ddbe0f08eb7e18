"""Reading devices: values, credentials, neighbours."""
