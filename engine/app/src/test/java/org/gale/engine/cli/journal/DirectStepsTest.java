package org.gale.engine.cli.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.replay.JournalDump;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the names of steps in {@code gale journal dump} and {@code gale replay} of direct injection. */
class DirectStepsTest
{
    private static final int STEPS = 24;
    private static final String LINES = "v4 step\nv4 begin disable 0 0\nv4 begin enable 0 0\nv4 begin enable 0 0\n" +
        "v4 step\n".repeat(8) + "v4 msi 1 0\nv4 begin disable 0 0\n" + "v4 step\n".repeat(11) +
        "v4 fail E5\nv4 begin enable 0 0\n" + "v4 step\n".repeat(12);

    @TempDir
    private static Path home;
    private static Path run;
    private static List<String> replies;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void playASession() throws IOException
    {
        run = home.resolve("run");
        replies = DirectSession.play(run, LINES);
        assertTrue(replies.containsAll(List.of("OK E1", "OK E5 8200", "OK E6", "OK D5 8201", "OK -EIO", "OK -EBUSY")),
            replies.toString());
    }

    @Test
    void shouldNameEachStepAsItsReplyDid()
    {
        final String dump = JournalText.dump(run);

        final List<String> named = named(dump.lines().toList());
        assertEquals(expected(), named);
        assertTrue(named.size() > STEPS, named.toString());
        assertTrue(dump.contains(" HOST v4 BEGIN_ENABLE 0 0  (-EBUSY)\n"), dump);
        assertTrue(dump.contains(" HOST v4 BEGIN_DISABLE 0 0  (nothing to do)\n"), dump);
        assertTrue(dump.contains(" HOST v4 STEP  (D5 8200)\n"), dump);
    }

    @Test
    void shouldNameTheStepsOfAPart()
    {
        final List<String> all = commands();
        for (int from = 1; from <= all.size(); from += 3)
        {
            final int to = Math.min(all.size(), from + 6);
            assertEquals(all.subList(from - 1, to),
                commands("--from", Integer.toString(from), "--to", Integer.toString(to)));
        }
    }

    @Test
    void shouldNameTheStepThatChangesAField()
    {
        assertEquals(ExitCode.OK, gale("replay", run.toString(), "--watch", "vm0.lpi8200.route"), err.toString());

        assertTrue(out.toString().contains("  vm0.lpi8200.route: forwarded -> direct   by HOST v4 STEP  (E5 8200)\n"),
            out.toString());
        assertTrue(out.toString().contains("  vm0.lpi8200.route: direct -> forwarded   by HOST v4 STEP  (D5 8200)\n"),
            out.toString());
    }

    @Test
    void shouldSayOnceWhyStepsHaveNoNames() throws IOException
    {
        final MachineFactory none = config ->
        {
            throw new OutOfMemoryError("too much");
        };
        final ByteArrayOutputStream dump = new ByteArrayOutputStream();

        JournalDump.write(run, dump, 0, Long.MAX_VALUE, Set.of(), none);

        final List<String> lines = dump.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(List.of("# steps have no names from here on: the host has not the memory for the machine"),
            lines.stream().filter(line -> line.startsWith("#")).toList());
        assertTrue(lines.stream().anyMatch(line -> line.endsWith(" HOST v4 STEP")), lines.toString());
        assertEquals(List.of(), named(lines));
    }

    @Test
    void shouldMakeNoMachineForAPartWithoutSteps() throws IOException
    {
        final List<Object> made = new ArrayList<>();
        final MachineFactory noting = config ->
        {
            made.add(config);

            return Machines.FACTORY.create(config);
        };

        JournalDump.write(run, new ByteArrayOutputStream(), 0, 5, Set.of(), noting);
        assertEquals(0, made.size());
        JournalDump.write(run, new ByteArrayOutputStream(), 0, Long.MAX_VALUE, Set.of(), noting);
        assertEquals(1, made.size());
    }

    private static List<String> commands(final String... options)
    {
        return JournalText.dump(run, options).lines().filter(line -> line.matches("[0-9]+ .*")).toList();
    }

    /** Returns the names of steps in the lines of a dump. */
    private static List<String> named(final List<String> lines)
    {
        return lines.stream().filter(line -> line.endsWith(")"))
            .map(line -> line.substring(line.indexOf('(') + 1, line.length() - 1)).toList();
    }

    /** Returns the names that the replies to steps gave. */
    private static List<String> expected()
    {
        final List<String> commands = LINES.lines().toList();
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++)
        {
            if (commands.get(i).contains("step") || commands.get(i).contains("begin"))
            {
                final String name = replies.get(i).substring("OK ".length());
                names.add(!name.equals("0") ? name : commands.get(i).contains("step") ? "ended" : "nothing to do");
            }
        }

        return names;
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
