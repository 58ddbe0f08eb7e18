"""Secrets and certificates at real web servers: who is let in, who is not and why, and what is never written down."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from nocscape.cli.main import main
from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.access import Access, Header, WebCredential, WebCredentialInfo, WebScheme
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.model.exporters import Exporter, OfferedFamily
from nocscape.model.metrics import Sample
from nocscape.model.watching import (
    DropWebCredential,
    ListWebCredentials,
    PutCheck,
    PutWebCredential,
    ReadPage,
    RunCheck,
    ScrapeOnce,
)
from nocscape.wire.checks import run_check
from nocscape.wire.http import Address, HttpError, get
from tests.integration.ports import free_udp_port
from tests.integration.services import certificate
from tests.integration.test_exporters import NODE_EXPORTER, started

SECRET = "open sesame"
HASH = "$2b$04$676KeELOK7Atm34KTwbOletlpAkDTgN8m62uc12Dx0Ahbs.1nAvFW"
HOST = "www.example.net"
SCHEMES = {
    WebScheme.BASIC: WebCredential(name="door", scheme=WebScheme.BASIC, user="ops", secret=SECRET),
    WebScheme.BEARER: WebCredential(name="door", scheme=WebScheme.BEARER, secret="t0k3n.abc"),
    WebScheme.HEADER: WebCredential(name="door", scheme=WebScheme.HEADER, user="X-Api-Key", secret="k3y"),
}
PAGE = b"# HELP app_queue Jobs that wait.\n# TYPE app_queue gauge\napp_queue 3\nnode_load1 0.5\n"


class GuardedSite:
    """A web server that lets in who shows the right header; by TLS where it is given a context."""

    def __init__(self, header: Header, context: ssl.SSLContext | None = None) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_right = self.headers.get(header.name) == header.value
                self.send_response(200 if is_right else 401)
                self.send_header("Content-Length", str(len(PAGE)))
                self.end_headers()
                self.wfile.write(PAGE)

            def log_message(self, *_: object) -> None:
                """Nothing to stderr."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port: int = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(params=list(WebScheme))
def credential(request: pytest.FixtureRequest) -> WebCredential:
    return SCHEMES[request.param]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    with closing(open_client(tmp_path / "profile", origin="cli")) as opened:
        yield opened


def run(client: EngineClient, check: Check) -> CheckOutcome:
    return value(client.call(RunCheck(check=check, device="127.0.0.1")), CheckOutcome)


def guarded(site: GuardedSite, **access: object) -> Check:
    return Check(kind=CheckKind.HTTPS, port=site.port, host=HOST, access=Access(**access))  # type: ignore[arg-type]


def test_who_shows_the_secret_is_let_in_over_tls_by_a_ca_of_ones_own(
    client: EngineClient, tmp_path: Path, credential: WebCredential
) -> None:
    with closing(GuardedSite(credential.header(), certificate(tmp_path, days=9, name=HOST))) as site:
        ca = str(tmp_path / f"{HOST}.pem")
        assert str(run(client, guarded(site, ca_file=ca)).reason) == "the server answers 401 Unauthorized"
        client.call(PutWebCredential(credential=credential))
        assert run(client, guarded(site, ca_file=ca, credential="door")).is_up
        client.call(PutWebCredential(credential=replace(credential, secret="wrong")))
        assert not run(client, guarded(site, ca_file=ca, credential="door")).is_up


def test_a_server_that_the_ca_does_not_vouch_for_never_sees_the_secret(client: EngineClient, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    certificate(tmp_path / "other", days=9, name=HOST)
    with closing(GuardedSite(Header("X", "y"), certificate(tmp_path, days=9, name=HOST))) as site:
        client.call(PutWebCredential(credential=SCHEMES[WebScheme.BASIC]))
        ca = str(tmp_path / "other" / f"{HOST}.pem")
        outcome = run(client, guarded(site, ca_file=ca, credential="door"))
    assert str(outcome.reason).startswith("the certificate is not trusted")


@pytest.mark.parametrize("kind", [CheckKind.HTTP, CheckKind.HTTPS])
def test_a_secret_is_exposed_only_where_the_operator_says_so(client: EngineClient, kind: CheckKind) -> None:
    client.call(PutWebCredential(credential=SCHEMES[WebScheme.BASIC]))
    check = Check(kind=kind, scope="kind:server", access=Access(credential="door"))
    with pytest.raises(EngineError, match="door is not sent"):
        client.call(PutCheck(check=check))
    assert "NOT" in str(check.weak_point)
    client.call(PutCheck(check=replace(check, access=Access(credential="door", is_exposed=True))))


def test_a_secret_that_is_lost_is_the_reason_of_the_outage(client: EngineClient, tmp_path: Path) -> None:
    client.call(PutWebCredential(credential=SCHEMES[WebScheme.BEARER]))
    client.call(DropWebCredential(name="door"))
    check = Check(kind=CheckKind.HTTP, access=Access(credential="door", is_exposed=True))
    with pytest.raises(EngineError, match="No secret for web servers is called door"):
        run(client, check)


def test_a_secret_is_in_the_vault_alone_and_found_again(client: EngineClient, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    client.call(PutWebCredential(credential=SCHEMES[WebScheme.BASIC]))
    client.close()
    kept = b"".join(path.read_bytes() for path in profile.rglob("*") if path.is_file())
    assert SECRET.encode() not in kept
    assert SCHEMES[WebScheme.BASIC].header().value.encode() not in kept
    with (
        closing(GuardedSite(SCHEMES[WebScheme.BASIC].header())) as site,
        closing(open_client(profile, origin="cli")) as again,
    ):
        (info,) = value(again.call(ListWebCredentials()), tuple[WebCredentialInfo, ...])
        assert (info.name, info.user) == ("door", "ops")
        check = Check(kind=CheckKind.HTTP, port=site.port, access=Access(credential="door", is_exposed=True))
        assert run(again, check).is_up


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": ""},
        {"secret": "a\r\nX: y", "scheme": WebScheme.BEARER},
        {"secret": "비밀", "scheme": WebScheme.BEARER},
        {"user": "a:b"},
        {"user": "", "scheme": WebScheme.HEADER},
        {"user": "Host", "scheme": WebScheme.HEADER},
        {"user": "X Y", "scheme": WebScheme.HEADER},
        {"name": " "},
    ],
)
def test_a_secret_that_no_request_can_carry_is_refused(client: EngineClient, changes: dict[str, str]) -> None:
    with pytest.raises(EngineError) as refusal:
        client.call(PutWebCredential(credential=replace(SCHEMES[WebScheme.BASIC], **changes)))
    assert "sesame" not in str(refusal.value)


async def test_no_error_repeats_a_secret() -> None:
    with pytest.raises(HttpError) as fault:
        await get(Address("127.0.0.1", 1), most_octets=1, secret=Header("X", "hush\r\nhush"))
    assert "hush" not in str(fault.value)
    assert "sesame" not in f"{SCHEMES[WebScheme.BASIC]!r} {SCHEMES[WebScheme.BASIC].header()}"


async def test_a_server_that_wants_to_know_us_is_shown_our_certificate(tmp_path: Path) -> None:
    context = certificate(tmp_path, days=9, name=HOST)
    certificate(tmp_path, days=9, name="console")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(tmp_path / "console.pem")
    header = Header("Accept", "*/*")
    with closing(GuardedSite(header, context)) as site:
        ours = guarded(site, ca_file=str(tmp_path / f"{HOST}.pem"), certificate_file=str(tmp_path / "console.pem"))
        assert (await run_check(ours, "127.0.0.1")).is_up
        nobody = replace(ours, access=replace(ours.access, certificate_file=""))
        assert not (await run_check(nobody, "127.0.0.1")).is_up


@pytest.mark.parametrize("field", ["ca_file", "certificate_file"])
@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nnonsense\n"])
async def test_a_file_that_holds_no_certificate_is_told_by_its_name(
    client: EngineClient, tmp_path: Path, field: str, content: bytes | None
) -> None:
    path = tmp_path / "odd.pem"
    if content is not None:
        path.write_bytes(content)
    check = Check(kind=CheckKind.HTTPS, scope="kind:server", access=Access(**{field: str(path)}))  # type: ignore[arg-type]
    outcome = await run_check(check, "127.0.0.1")
    assert str(outcome.reason).startswith(f"{path} cannot be used for TLS")
    with pytest.raises(EngineError, match=r"odd\.pem cannot be used"):
        client.call(PutCheck(check=check))


def test_what_a_page_offers_is_told(client: EngineClient) -> None:
    with closing(GuardedSite(Header("Accept", "text/plain;version=0.0.4"))) as site:
        page = ReadPage(exporter=Exporter(port=site.port), device="127.0.0.1")
        queue, load = value(client.call(page), tuple[OfferedFamily, ...])
    assert (queue.name, queue.help, queue.kind, queue.example) == ("app_queue", "Jobs that wait.", "gauge", 3.0)
    assert (load.name, load.is_known, queue.is_known) == ("node_load1", True, False)


@pytest.mark.skipif(NODE_EXPORTER is None, reason="needs Debian's prometheus-node-exporter")
def test_node_exporter_lets_in_who_knows_its_password(client: EngineClient, tmp_path: Path) -> None:
    assert NODE_EXPORTER is not None
    certificate(tmp_path, days=9, name=HOST)
    pem, port, config = str(tmp_path / f"{HOST}.pem"), free_udp_port(), tmp_path / "web.yml"
    tls = {"cert_file": pem, "key_file": pem}
    config.write_text(yaml.safe_dump({"tls_server_config": tls, "basic_auth_users": {"ops": HASH}}))
    command: list[str | Path] = [NODE_EXPORTER, f"--web.listen-address=127.0.0.1:{port}", f"--web.config.file={config}"]
    for _ in started(command, port):
        client.call(PutWebCredential(credential=SCHEMES[WebScheme.BASIC]))
        exporter = Exporter(port=port, host=HOST, is_tls=True, access=Access(ca_file=pem))
        with pytest.raises(EngineError, match="401"):
            client.call(ScrapeOnce(exporter=exporter, device="127.0.0.1"))
        known = replace(exporter, access=replace(exporter.access, credential="door"))
        once = ScrapeOnce(exporter=known, device="127.0.0.1", apart_s=0.1)
        assert "cpu_percent" in {s.key.metric for s in value(client.call(once), tuple[Sample, ...])}


def test_a_secret_is_kept_and_used_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], credential: WebCredential
) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{credential.secret}\n")
    scheme = {WebScheme.BASIC: ["--basic", "ops"], WebScheme.BEARER: ["--bearer"]}
    words = scheme.get(credential.scheme, ["--header", "X-Api-Key"])
    profile = ["--profile", str(tmp_path / "profile")]
    assert main(["secret", "add", "door", *words, "--from", str(file), *profile]) == 0
    assert "door" in capsys.readouterr().out
    with closing(GuardedSite(credential.header())) as site:
        asked = ["check", "run", "http", "127.0.0.1", "--port", str(site.port), *profile]
        assert main([*asked, "--credential", "door", "--exposed"]) == 0
    assert "WARNING: NOT encrypted" in capsys.readouterr().err
    assert main(["secret", "remove", "door", *profile]) == 0
    assert "No secrets" in capsys.readouterr().out
