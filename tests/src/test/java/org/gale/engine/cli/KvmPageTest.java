package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.journal.JournalText;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The page on KVM, followed word by word. Each session is sent line by line, each command is run, and the replies and
 * the output are those that the page shows. In the output of a storm, {@code […]} stands for any text and a number that
 * is not 0 for any number.
 */
@Timeout(300)
class KvmPageTest
{
    private static final Pattern BLOCK = Pattern.compile("^```\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CHECK = Pattern.compile("gale (check \\$R/[-\\w]+\\.gt)");
    private static final Pattern INDENTED = Pattern.compile("^    engine/bin/gale (.*)$", Pattern.MULTILINE);
    private static final Pattern PART = Pattern.compile("\\[…]|[1-9][\\d,.]*|\\s+|[^\\[\\s\\d]+|.");
    private static final Pattern KEPT = Pattern.compile("the journal stays in (\\S+)");
    private static final String CONSOLE = "$ engine/bin/gale ";
    private static final String EXIT_CODE = "; echo $?";
    private static final int SESSIONS_MIN = 4;
    private static final int CHECKS_MIN = 8;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("sessions")
    void shouldReplyAsThePageShows(final String block)
    {
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
        {
            for (final String line : block.split("\n", -1))
            {
                final String[] columns = line.split(" {2,}", -1);
                final byte[] sent = columns[0].getBytes(StandardCharsets.US_ASCII);
                reply.clear();
                session.execute(sent, 0, sent.length);

                assertEquals(columns[1], reply.text(0), columns[0]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("consoles")
    void shouldPrintWhatThePageShows(final String shown) throws IOException
    {
        final String[] lines = shown.stripTrailing().split("\n", -1);
        final boolean showsExit = lines[0].endsWith(EXIT_CODE);
        final String command = lines[0].substring(CONSOLE.length()).replace(EXIT_CODE, "");
        final List<String> output = Arrays.asList(lines).subList(1, lines.length - (showsExit ? 1 : 0));

        final Run run = gale(command);
        removeJournal(run.text());

        assertEquals(showsExit ? lines[lines.length - 1] : "0", String.valueOf(run.exit()), run.text());
        assertTrue(pattern(String.join("\n", output)).matcher(run.text()).matches(), run::text);
    }

    @Test
    void shouldRunEveryCommandOfThePage() throws IOException
    {
        final Set<String> commands = new TreeSet<>();
        final Matcher checks = CHECK.matcher(page());
        while (checks.find())
        {
            commands.add(checks.group(1));
        }
        assertTrue(commands.size() >= CHECKS_MIN, commands::toString);
        final List<String> inOrder = new ArrayList<>(commands);
        final Matcher indented = INDENTED.matcher(page());
        while (indented.find())
        {
            final String command = indented.group(1).replaceAll(" +#.*", "");
            if (!commands.contains(command))
            {
                inOrder.add(command);
            }
        }
        for (final String command : inOrder)
        {
            final Run run = command.endsWith(" | grep HOST") ? dump(command) : gale(command);

            assertEquals(ExitCode.OK, run.exit(), () -> command + '\n' + run.text());
        }
    }

    static List<String> sessions() throws IOException
    {
        final List<String> sessions = blocks().filter(block -> !block.startsWith("$")).toList();
        assertTrue(sessions.size() >= SESSIONS_MIN);

        return sessions;
    }

    static List<String> consoles() throws IOException
    {
        return blocks().filter(block -> block.startsWith("$"))
            .flatMap(block -> Stream.of(block.split("(?m)(?=^\\$ )", -1))).toList();
    }

    private static Stream<String> blocks() throws IOException
    {
        final List<String> blocks = new ArrayList<>();
        final Matcher matcher = BLOCK.matcher(page());
        while (matcher.find())
        {
            blocks.add(matcher.group(1).stripTrailing());
        }

        return blocks.stream();
    }

    /** Returns a pattern of what is shown. */
    private static Pattern pattern(final String shown)
    {
        final StringBuilder pattern = new StringBuilder();
        final Matcher parts = PART.matcher(shown);
        while (parts.find())
        {
            final String part = parts.group();
            pattern.append(part.equals("[…]") ? ".*" : part.isBlank() ? "\\s+" :
                part.charAt(0) >= '1' && part.charAt(0) <= '9' ? "\\d[\\d,.]*" : Pattern.quote(part));
        }

        return Pattern.compile(pattern + "\\s*", Pattern.DOTALL);
    }

    /** Prints the HOST commands of a journal: the dump writes to a stream of its own, past {@code System.out}. */
    private Run dump(final String command)
    {
        final String dumped = JournalText.dump(
            Path.of(place(command.replace("journal dump ", "").replace(" | grep HOST", ""))));
        final Set<String> verbs = dumped.lines()
            .filter(line -> line.contains("HOST"))
            .flatMap(line -> Stream.of(line.split(" ", -1))).collect(Collectors.toSet());
        assertTrue(verbs.containsAll(Set.of("RUN", "BLOCK")), verbs::toString);

        return new Run(ExitCode.OK, "");
    }

    private Run gale(final String command)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int exit = GaleRun.of(out, err, place(command).split(" ", -1));

        return new Run(exit, out.toString() + err);
    }

    /** Returns a command with paths of this build for those of the page. */
    private String place(final String command)
    {
        return command.replace("$R/", root() + "/tests/src/test/resources/transcripts/rules/")
            .replace("run1", directory.resolve("run1").toString());
    }

    private static void removeJournal(final String text) throws IOException
    {
        final Matcher kept = KEPT.matcher(text);
        if (kept.find())
        {
            try (Stream<Path> paths = Files.walk(Path.of(kept.group(1))))
            {
                for (final Path path : paths.sorted(Comparator.reverseOrder()).toList())
                {
                    Files.delete(path);
                }
            }
        }
    }

    private static String page() throws IOException
    {
        return Files.readString(root().resolve("engine/docs/kvm.md"));
    }

    private static Path root()
    {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("README.md")))
        {
            root = root.getParent();
        }

        return root;
    }

    private record Run(int exit, String text)
    {
    }
}
