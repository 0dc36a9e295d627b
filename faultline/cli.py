"""The command line: every command lives in faultline/commands/, this module only registers them."""

import typer

from faultline.commands import call, db, doctor, export, import_, prompts, report, serve

app = typer.Typer(
    name="faultline",
    help="Faultline: a fault hotline on Asterisk.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

# One line per command, in alphabetical order.
app.command("call")(call.run)
app.command("cti")(serve.cti)
app.add_typer(db.app, name="db")
app.command("doctor")(doctor.doctor)
app.command("export")(export.run)
app.command("import")(import_.run)
app.command("ivr")(serve.ivr)
app.add_typer(prompts.app, name="prompts")
app.add_typer(report.app, name="report")
app.command("run")(serve.run)
