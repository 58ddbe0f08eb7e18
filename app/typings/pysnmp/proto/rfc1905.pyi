class NoSuchObject:
    tagSet: object

class NoSuchInstance:
    tagSet: object

class EndOfMibView:
    tagSet: object
