package org.gale.engine.cli.journal;

import org.gale.engine.cli.console.CommandGroup;
import picocli.CommandLine.Command;

/** {@code gale journal}: what a journal holds, and whether it is sound. Owner: the main thread. */
@Command(name = "journal", mixinStandardHelpOptions = true,
    header = "Describe, verify, dump, export or repair a journal, or compare a drive's with the model.",
    subcommands = {
        JournalDescribeCommand.class, JournalVerifyCommand.class, JournalDumpCommand.class,
        JournalExportCommand.class, JournalModelCommand.class, JournalRepairCommand.class},
    description = {
        "",
        "A journal is a directory that a storm or a script has written. Exit code: 0 it is sound,",
        "6 it is damaged, 2 there is none.",
        ""})
public final class JournalCommand extends CommandGroup
{
}
