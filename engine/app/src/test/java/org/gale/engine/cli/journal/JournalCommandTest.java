package org.gale.engine.cli.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.DigestText;
import org.gale.engine.replay.Runs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JournalCommandTest
{
    @TempDir
    private Path home;
    private Path journal;
    private String digests;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Five commands in two frames, a digest between them, and an end. */
    @BeforeEach
    void writeJournal() throws IOException
    {
        journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal); Machine machine = Machines.FACTORY.create(Runs.MACHINE))
        {
            final UnsafeBuffer commands = new UnsafeBuffer(new byte[24]);
            commands.putLong(0, Commands.msi(12, 7, 0));
            Runs.append(writer, 2, commands.getLong(0), Commands.turn(1, 64));
            machine.apply(commands, 0);
            digests = "state " + DigestText.of(machine.digest()) + " run " + DigestText.of(machine.runDigest());
            Runs.digest(writer, machine, 0, 0, 0);
            Commands.store(commands, 0, 0x0801_0080L, 4, 0xabc);
            Runs.append(writer, 3, 1L << 60, 5, commands.getLong(0), commands.getLong(8), commands.getLong(16),
                Commands.msi(1, 2, 3));
        }
    }

    @Test
    void shouldSayThatAJournalIsSound()
    {
        assertEquals(ExitCode.OK, execute("journal", "verify", journal.toString()));

        assertTrue(out.toString().matches("journal  \\S+ \u00b7 1 segment \u00b7 5 frames \u00b7 5 commands \u00b7 " +
            "[0-9,]+ bytes\\Rsound    closed and sealed\\R"), out::toString);
    }

    @Test
    void shouldLocateDamage() throws IOException
    {
        final Path file = journal.resolve("000000").resolve("19700101F.cq4");
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 200] ^= 1;
        Files.write(file, bytes);

        for (final String command : List.of("verify", "describe", "dump"))
        {
            err.getBuffer().setLength(0);
            assertEquals(ExitCode.JOURNAL_DAMAGED, execute("journal", command, journal.toString()));
            assertTrue(err.toString().startsWith("gale journal " + command + ": " + file + ": "), err::toString);
            assertTrue(err.toString().contains("  Sound before it: "), err::toString);
        }
    }

    @Test
    void shouldDescribeConfigurationFramesAndCommands()
    {
        assertEquals(ExitCode.OK, execute("journal", "describe", journal.toString()));

        final String text = out.toString();
        assertTrue(text.contains("written by  gale test\n"), text);
        assertTrue(text.contains("durability  process\n"), text);
        assertTrue(text.contains("end         closed\n"), text);
        assertTrue(text.matches("(?s).*\\ncommands +2 +5 +\\d+\\n.*"), text);
        assertTrue(text.matches("(?s).*\\nMSI +2\\n.*"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 100 || line.startsWith("journal ")), text);
    }

    @Test
    void shouldDescribeAsJson() throws IOException
    {
        assertEquals(ExitCode.OK, execute("journal", "describe", journal.toString(), "--json"));

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("gale.journal.describe/1", json.get("schema").asText());
        assertEquals("closed", json.get("end").asText());
        assertEquals(5, json.get("commands").asLong());
        assertEquals(2, json.get("frames_by_kind").get("commands").get("frames").asLong());
        assertEquals(1, json.get("commands_by_opcode").get("STORE").asLong());
        assertTrue(json.get("configuration").asText().startsWith("gale=test\nmachine=preset=full "));
    }

    @Test
    void shouldDescribeAConfigurationThatIsNone() throws IOException
    {
        final Path other = home.resolve("other");
        new JournalOpening(JournalConfig.DEFAULT).create(other, new byte[]{ 'x' }).close();

        assertEquals(ExitCode.OK, execute("journal", "describe", other.toString()));

        assertTrue(out.toString().contains("run         cannot be read: line 1 is not KEY=VALUE: 'x'\n"));
    }

    @Test
    void shouldDumpEveryCommandAndWhatLiesBetween()
    {
        assertEquals(List.of(
            "CONFIGURATION gale=test",
            "CONFIGURATION machine=" + Runs.MACHINE.toKeys(),
            "CONFIGURATION seed=1",
            "1 MSI device 12 event 7",
            "2 TURN pe 1 budget 64",
            "DIGEST after 2 " + digests + " commands 1",
            "3 TIME base 0 sent 5",
            "4 STORE 4 bytes at 0x8010080 irs.config+0x80 value 0xabc",
            "5 MSI device 1 event 2",
            "CLOSING after 5"), dump());
    }

    @Test
    void shouldDumpTheCommandsThatWereAskedFor()
    {
        assertEquals(List.of(
            "2 TURN pe 1 budget 64",
            "DIGEST after 2 " + digests + " commands 1",
            "3 TIME base 0 sent 5"), dump("--from", "2", "--to", "3"));
    }

    @Test
    void shouldDumpWhatLiesBeforeTheDamage() throws IOException
    {
        final Path file = journal.resolve("000000").resolve("19700101F.cq4");
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 200] ^= 1;
        Files.write(file, bytes);

        assertEquals(List.of("1 MSI device 12 event 7"), dump("--from", "1", "--to", "2").stream()
            .filter(line -> line.startsWith("1 ")).toList());
    }

    @Test
    void shouldSayWhereFramesLieWhenAsked()
    {
        final List<String> lines = dump("--from", "2", "--to", "2", "--frames");

        assertTrue(lines.get(0).matches("# \\S+/000000/19700101F\\.cq4: frame 2 at byte [0-9,]+: commands, 16 bytes"),
            lines.get(0));
        assertEquals("2 TURN pe 1 budget 64", lines.get(1));
    }

    @Test
    void shouldSayWhenMsisWereDueWhenAsked()
    {
        assertEquals("5 MSI device 1 event 2 at 3", dump("--from", "5", "--to", "5", "--times").get(0));
    }

    @Test
    void shouldExportMsisThatAnImportReads() throws IOException
    {
        final String csv = JournalText.msis(journal);

        assertEquals("time,cpu,vector\n3,0,1-2\n", csv);
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "import", "csv",
            Files.writeString(home.resolve("msis.csv"), csv).toString(), "-o",
            home.resolve("msis.trace").toString()), err.toString());
    }

    @Test
    void shouldRefuseToExportWithoutMsisOrAJournal()
    {
        assertEquals(ExitCode.USAGE, execute("journal", "export", journal.toString()));
        assertEquals(ExitCode.USAGE, execute("journal", "export", journal.resolve("none").toString(), "--msis"));
    }

    @Test
    void shouldRefuseToDumpWhatIsNotThere()
    {
        assertEquals(ExitCode.USAGE, execute("journal", "dump", journal.toString(), "--from", "6"));
        assertEquals(ExitCode.USAGE, execute("journal", "dump", journal.toString(), "--from", "6", "--to", "5"));

        assertEquals(List.of("gale journal dump: --from: no command 6: the journal ends after command 5",
            "gale journal dump: --to: 5 is before --from 6"), err.toString().lines().toList());
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsOn()
    {
        assertEquals(ExitCode.OK, dump(new Broken("Broken pipe")));
        assertEquals("", err.toString());
    }

    @Test
    void shouldSayThatTheLinesCannotBeWritten()
    {
        assertEquals(ExitCode.RESOURCES, dump(new Broken("No space left on device")));
        assertTrue(err.toString().contains("cannot write to stdout: No space left on device"), err::toString);
    }

    @Test
    void shouldLeaveASoundJournalAloneWhenItIsToBeRepaired()
    {
        assertEquals(ExitCode.OK, execute("journal", "repair", journal.toString()));

        assertEquals("sound    nothing to repair \u00b7 5 commands" + System.lineSeparator(), out.toString());
    }

    @Test
    void shouldAskWhatToDo()
    {
        assertEquals(ExitCode.USAGE, execute("journal"));

        assertEquals("gale journal: what to do is missing: describe, verify, dump, export, model, repair " +
            "('gale journal --help' explains)" + System.lineSeparator(), err.toString());
    }

    private List<String> dump(final String... options)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertEquals(ExitCode.OK, dump(bytes, options));

        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private int dump(final OutputStream stream, final String... options)
    {
        final CommandLine command = new CommandLine(new JournalDumpCommand(stream))
            .setErr(new PrintWriter(err)).setExecutionExceptionHandler(new ErrorMessages());
        final String[] arguments = new String[options.length + 1];
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[0] = journal.toString();

        return command.execute(arguments);
    }

    private int execute(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }

    /** Takes nothing. */
    private static final class Broken extends OutputStream
    {
        private final String message;

        private Broken(final String message)
        {
            this.message = message;
        }

        @Override
        public void write(final int value) throws IOException
        {
            throw new IOException(message);
        }
    }
}
