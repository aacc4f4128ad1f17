"""What would tell from what something was made that is handed out."""

from trainwreck.pairs.entries import Entry


def words_of(entry: Entry) -> list[str]:
    """Return what would tell that a hand-out is made from an entry, or that it is healthy."""
    lesson = entry.lesson.partition("\n")[0].lstrip("# ")
    fixes = [fix for fix in entry.fixes if "_" in fix]  # "sigmoid" is any script's word
    sets_apart = ["on purpose", "What sets it apart", "What sets it"] if entry.is_control else []
    met = [incident.url for incident in entry.incidents]
    return [word for word in (entry.name, lesson, entry.looks_like, *fixes, *sets_apart, *met) if word]
