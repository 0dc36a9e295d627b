"""How Asterisk splits an AGI command line into arguments (res_agi), for the scripted Asterisk."""


def arguments(line: str) -> list[str]:
    """Words of a line: blanks separate outside quotes, a backslash takes the next character as it is."""
    words: list[str] = []
    word: list[str] | None = None
    quoted = escaped = False
    for character in line:
        if escaped:
            word = [*(word or []), character]
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
            word = word or []
        elif character in " \t" and not quoted:
            if word is not None:
                words.append("".join(word))
            word = None
        else:
            word = word or []
            word.append(character)
    if word is not None:
        words.append("".join(word))
    return words
