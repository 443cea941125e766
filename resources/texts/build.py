"""Keeps the catalogues in step with the code: `update` collects sentences, `compile` makes the .mo files.

python resources/texts/build.py update     add new sentences (empty), drop what is no longer said, list gaps
python resources/texts/build.py compile    write the .mo beside each .po; fails when a sentence lacks
python resources/texts/build.py check      say what lacks or is stale, change nothing

Sentences are the first argument of Message(...) and of the mark N_(...), anywhere in station/.
"""

import gettext
import io
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TEXTS = Path(__file__).resolve().parent
ROOT = TEXTS.parent.parent
DOMAIN = "youlin"
LANGUAGES = ("zh_CN",)
KEYWORDS = {"Message": None, "N_": None}
_FIELD = re.compile(r"\{(\w*)[^}]*\}")


def sentences() -> Catalog:
    """A catalogue of all sentences said in the code, with the files that say them."""
    found = Catalog(domain=DOMAIN)
    station = ROOT / "station"
    with redirect_stderr(io.StringIO()):  # Babel warns of each Message(""), which says nothing on purpose
        extracted = list(extract_from_dir(str(station), [("**.py", "python")], keywords=KEYWORDS))
    for file, _line, said, comments, _context in extracted:
        text = said if isinstance(said, str) else said[0]
        if text:
            found.add(
                text, locations=[((station / file).relative_to(ROOT).as_posix(), 0)], auto_comments=comments
            )
    return found


def po_file(language: str) -> Path:
    """The catalogue people edit."""
    return TEXTS / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """The catalogue of `language` as it stands on disk, or an empty one."""
    file = po_file(language)
    if not file.exists():
        return _new(language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN)


def _new(language: str) -> Catalog:
    return Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment="# Texts of the station for people; the English sentence is the key.",
        project="youlin-station",
        version="1",
        copyright_holder="the Youlin Station project",
        msgid_bugs_address="the issue tracker of the project",
        last_translator="the Youlin Station project",
        language_team=language,
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        fuzzy=False,
    )


def update(language: str) -> None:
    """Bring the .po of `language` in step with the code; translations are kept, never guessed."""
    catalog = read(language)
    catalog.update(sentences(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    file = po_file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalog, width=110, sort_by_file=True, include_lineno=False, omit_header=False)


def compiled(language: str) -> bytes:
    """The .mo of `language` as it should be."""
    stream = io.BytesIO()
    write_mo(stream, read(language))
    return stream.getvalue()


def spoken(mo: bytes) -> dict[str, str]:
    """Sentence to translation in a compiled catalogue, without its header."""
    table: dict[str, str] = gettext.GNUTranslations(io.BytesIO(mo))._catalog  # type: ignore[attr-defined]  # no public way to list
    return {text: words for text, words in table.items() if text}


def faults(language: str) -> Iterator[str]:
    """Everything wrong with the catalogue of `language`, one sentence each."""
    catalog = read(language)
    said = {str(message.id) for message in sentences() if message.id}
    known = {str(message.id): message for message in catalog if message.id}
    for text in sorted(said - known.keys()):
        yield f"not in the catalogue: {text!r}"
    for text in sorted(known.keys() - said):
        yield f"no longer said in the code: {text!r}"
    for text in sorted(said & known.keys()):
        yield from _faults_of(text, str(known[text].string), fuzzy=known[text].fuzzy)
    for message in catalog.obsolete.values():
        yield f"obsolete: {message.id!r}"


def _faults_of(text: str, words: str, *, fuzzy: bool) -> Iterator[str]:
    if not words:
        yield f"not translated: {text!r}"
    elif set(_FIELD.findall(text)) != set(_FIELD.findall(words)):
        yield f"the fields differ: {text!r}, {words!r}"
    if fuzzy:
        yield f"only guessed (fuzzy): {text!r}"


def stale(language: str) -> Iterator[str]:
    """Says so when the .mo does not hold what the .po says."""
    file = po_file(language).with_suffix(".mo")
    if not file.exists() or spoken(file.read_bytes()) != spoken(compiled(language)):
        yield f"stale: {file.relative_to(ROOT).as_posix()}; run: python resources/texts/build.py compile"


def _report(lines: list[str]) -> int:
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


def main(arguments: list[str]) -> int:
    """Run one verb for every language; 0 done, 1 something lacks, 2 wrong usage."""
    if arguments == ["update"]:
        for language in LANGUAGES:
            update(language)
        _report([fault for language in LANGUAGES for fault in faults(language)])
        return 0
    if arguments == ["compile"]:
        for language in LANGUAGES:
            po_file(language).with_suffix(".mo").write_bytes(compiled(language))
        return _report([fault for language in LANGUAGES for fault in faults(language)])
    if arguments == ["check"]:
        return _report([fault for language in LANGUAGES for fault in (*faults(language), *stale(language))])
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
