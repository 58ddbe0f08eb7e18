from .exceptions import ICMPLibError as ICMPLibError
from .exceptions import ICMPSocketError as ICMPSocketError
from .exceptions import SocketPermissionError as SocketPermissionError
from .sockets import ICMPv4Socket as ICMPv4Socket
from .sockets import ICMPv6Socket as ICMPv6Socket
