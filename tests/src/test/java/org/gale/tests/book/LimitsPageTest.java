package org.gale.tests.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the page of limits: each of its rows is run. A list names for each row what holds it: a command, a job, a
 * session or a file with its refusal one beyond the limit, the constant of a source, a test, or a transcript. A row
 * that none of these can hold, such as a measured figure, has a reason.
 */
@Timeout(300)
class LimitsPageTest
{
    private static final String TABLE = "/book/limits.csv";
    private static final String SKIPPED = "---";
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]+\\)");
    private static final Path RULES = SourceTree.ROOT.resolve("tests/src/test/resources/transcripts");
    private static final String DEVICE =
        "devices: [{name: d, count: 1, events: 1, traffic: {kind: closed, window: 1}}]";
    /** Rows that have a reason in place of a run; the number may only fall. */
    private static final int REASON_LIMIT = 20;

    @TempDir
    private Path directory;

    @Test
    void shouldRunEachRow() throws IOException
    {
        final List<String> rows = rows();
        final Set<String> open = new TreeSet<>(rows);
        final Set<String> unknown = new TreeSet<>();
        final Set<String> reasons = new TreeSet<>();
        for (final String[] columns : list())
        {
            open.remove(columns[0]);
            if (!rows.contains(columns[0]))
            {
                unknown.add(columns[0]);
            }
            if (columns[1].equals("reason"))
            {
                reasons.add(columns[0]);
            }
        }

        assertThat(rows).doesNotHaveDuplicates().hasSizeGreaterThan(100);
        assertThat(open).as("rows that nothing holds").isEmpty();
        assertThat(unknown).as("rows that the page does not have").isEmpty();
        assertThat(reasons).hasSizeLessThanOrEqualTo(REASON_LIMIT);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvFileSource(
        resources = TABLE, delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 2000, quoteCharacter = '\0')
    void shouldBeAsThePageSays(
        final String row, final String by, final String what, final Integer exit, final String says) throws IOException
    {
        switch (by)
        {
            case "gale" -> assertSays(exit, says, words(what));
            case "job" -> assertSays(exit, says, "job", "check", file("job.yaml", what));
            case "groups" -> assertSays(exit, says, "job", "check", file("job.yaml", groups(number(what))));
            case "devices" -> assertSays(exit, says, "job", "check", file("job.yaml", devices(number(what))));
            case "phases" -> assertSays(exit, says, "job", "check", file("job.yaml", phases(number(what))));
            case "sweep" ->
                assertSays(exit, says, "sweep", "plan", file("sweep.yaml", what.replace("JOB", mixed())));
            case "drive" ->
                assertSays(exit, says, "device", file("job.yaml", what), "--socket", socket(), "--nvme");
            case "vectors" ->
                assertSays(exit, says, "device", file("job.yaml", what), "--socket", socket());
            case "import" -> assertImports(exit, says, what);
            case "resume" -> assertResumes(exit, says, what);
            case "script" -> assertThat(lastReply(what)).as(what).contains(says);
            case "source" -> assertThat(Files.readString(SourceTree.ROOT.resolve(what))).as(what).contains(says);
            case "test" -> assertThat(tests(what)).as(what).isTrue();
            case "transcript" -> assertSays(ExitCode.OK, null, "check", RULES.resolve(what).toString());
            case "reason" -> assertThat(what).as(row).isNotBlank();
            default -> throw new IllegalArgumentException(by);
        }
    }

    /** Asserts that a command ends with an exit code and says a text, if there is one. */
    private static void assertSays(final int exit, final String says, final String... words)
    {
        assertThat(GaleRun.said(exit, words)).contains(says == null ? "" : says);
    }

    private void assertImports(final int exit, final String says, final String what) throws IOException
    {
        final String[] parts = what.split(" ", 2);
        assertSays(exit, says, "import", parts[0], file("recording.txt", parts[1] + '\n'), "-o",
            directory.resolve("trace").toString());
    }

    /** Asserts what the resume of a storm says that was run to its end. */
    private void assertResumes(final int exit, final String says, final String what)
    {
        final List<String> storm = new ArrayList<>(List.of("storm"));
        storm.addAll(List.of(words(what.replace("DIR", directory.resolve("run").toString()))));
        assertSays(ExitCode.OK, null, storm.toArray(new String[0]));
        assertSays(exit, says, "storm", "--resume", directory.resolve("run").toString());
    }

    /** Returns the reply to the last line of a session. */
    private static String lastReply(final String lines)
    {
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
        {
            for (final String line : lines.split(";", -1))
            {
                final byte[] sent = line.getBytes(StandardCharsets.US_ASCII);
                reply.clear();
                session.execute(sent, 0, sent.length);
            }

            return reply.text(0);
        }
    }

    /** Returns whether there is a class of tests, with the method if one is named. */
    private static boolean tests(final String name) throws IOException
    {
        final String[] parts = name.split("#", -1);
        try (Stream<Path> files = Files.walk(SourceTree.ROOT))
        {
            for (final Path file : files.filter(path -> path.endsWith(parts[0] + ".java")).toList())
            {
                if (parts.length == 1 || Files.readString(file).contains("void " + parts[1] + '('))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private String[] words(final String command)
    {
        return command.replace("DIR", directory.toString())
            .replace("FILE.gt", RULES.resolve("rules/m-tie.gt").toString()).split(" ", -1);
    }

    private String file(final String name, final String text) throws IOException
    {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private String socket() throws IOException
    {
        return Files.createDirectory(directory.resolve("d"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))).resolve("s").toString();
    }

    private static int number(final String what)
    {
        return Integer.parseInt(what);
    }

    private static String mixed()
    {
        return SourceTree.ROOT.resolve("engine/docs/examples/mixed.yaml").toString();
    }

    private static String groups(final int count)
    {
        return "{job: a, vms: [" + joined(count, i -> "{name: g" + i + ", count: 1, vpes: 1, " + DEVICE + '}') + "]}";
    }

    private static String devices(final int count)
    {
        return "{job: a, machine: {pes: 8}, vms: [{name: g, count: 1, vpes: 1, devices: [" + joined(count, i ->
            "{name: d" + i + ", count: 1, events: 1, traffic: {kind: closed, window: 1}}") + "]}]}";
    }

    private static String phases(final int count)
    {
        return "{job: a, vms: [{name: g, count: 1, vpes: 1, " + DEVICE + "}], phases: [" +
            joined(count, i -> "{name: p" + i + ", duration: 1ms}") + "]}";
    }

    private static String joined(final int count, final IntFunction<String> part)
    {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(", "));
    }

    /** Returns the first cell of each row of each table after the first one, which says what is implemented. */
    private static List<String> rows() throws IOException
    {
        final String page = Files.readString(SourceTree.ROOT.resolve("engine/docs/limits.md"));
        final List<String> lines = page.substring(page.indexOf("## The program")).lines().toList();
        final List<String> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++)
        {
            final boolean isHead = i + 1 < lines.size() && lines.get(i + 1).startsWith("| " + SKIPPED);
            if (lines.get(i).startsWith("| ") && !isHead && !lines.get(i).startsWith("| " + SKIPPED))
            {
                final String cell = lines.get(i).split(" \\| ", -1)[0].substring(2);
                rows.add(LINK.matcher(cell).replaceAll("$1").replace("`", ""));
            }
        }

        return rows;
    }

    private static List<String[]> list() throws IOException
    {
        final Path file = SourceTree.ROOT.resolve("tests/src/test/resources/book/limits.csv");

        return Files.readAllLines(file).stream().skip(1).map(line -> line.split(" \\| ", -1)).toList();
    }
}
