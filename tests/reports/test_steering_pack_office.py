"""LibreOffice opens the pack and prints every slide."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from reports.read_pack import pack, slides


@pytest.mark.office
@pytest.mark.parametrize("name", ["a dozen", "long texts"])
def test_office_prints_every_slide(name: str, tmp_path: Path) -> None:
    """A page per slide, none of them blank."""
    soffice, pdftoppm = shutil.which("soffice"), shutil.which("pdftoppm")
    if not soffice or not pdftoppm:
        pytest.skip("LibreOffice or poppler is not installed")
    (tmp_path / "pack.pptx").write_bytes(pack(name))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "pack.pptx")], check=True, capture_output=True, timeout=180)
    draw = [pdftoppm, "-r", "20", "-gray", str(tmp_path / "pack.pdf"), str(tmp_path / "page")]
    subprocess.run(draw, check=True, capture_output=True, timeout=60)
    pages = sorted(tmp_path.glob("page-*.pgm"))

    assert len(pages) == len(slides(name))
    assert all(len(set(page.read_bytes()[20:])) > 50 for page in pages)
