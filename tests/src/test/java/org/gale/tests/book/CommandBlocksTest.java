package org.gale.tests.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.tests.storm.GaleWords;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the blocks of commands of all pages. A list names for each block the test that runs it from an empty shell,
 * or the words of its page that say what the block needs: a VM, a cluster, recordings of the reader's own host. Each
 * command of {@code gale} has a form that the program takes.
 */
class CommandBlocksTest
{
    private static final Path LIST = SourceTree.ROOT.resolve("tests/src/test/resources/book/commands.csv");
    private static final Pattern BLOCK = Pattern.compile(
        "^```(\\w*)\\n(.*?)^```$|((?:^ {4}\\S[^\\n]*\\n(?:^ {4,}[^\\n]*\\n)*)+)",
        Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile(
        "^ {0,4}(?:\\$ )?((?:engine/bin/)?gale|mvn|cc|gcc|[a-z0-9]+-linux-gnu-gcc|python3|java|export|cd|mkdir|dd" +
        "|echo|printf|git|nice|qemu-\\S+|\\S+\\.sh) .*$", Pattern.MULTILINE);
    private static final Pattern GALE = Pattern.compile(
        "(?:^|&& |\\| )(?:\\$ )?(?:engine/bin/)?gale " +
        "([a-z]+(?= |$)(?:[^#&|>'\"]|(?<! )#|'[^']*'|\"[^\"]*\")*)");
    private static final String RUN = "run";
    private static final Set<String> LANGUAGES = Set.of("", "sh", "text");
    private static final int NAME_LENGTH = 48;
    private static final int BLOCKS_LEAST = 100;
    private static final int COMMANDS_LEAST = 130;

    @Test
    void shouldRunEachBlockOrSayWhatItNeeds() throws IOException
    {
        final List<String> blocks = new ArrayList<>();
        for (final Path page : pages())
        {
            for (final String block : blocks(Files.readString(page)))
            {
                blocks.add(page.getFileName() + " | " + name(block));
            }
        }
        final Set<String> listed = new TreeSet<>();
        final List<String> wrong = new ArrayList<>();
        for (final String line : Files.readAllLines(LIST).stream().skip(1).toList())
        {
            final String[] columns = line.split(" \\| ", -1);
            listed.add(columns[0] + " | " + columns[1]);
            final boolean isHeld = columns[2].equals(RUN) || (columns[2].equals("test") ? isTest(columns[3]) :
                columns[2].equals("needs") && words(Files.readString(page(columns[0]))).contains(words(columns[3])));
            if (!isHeld)
            {
                wrong.add(line);
            }
        }

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(BLOCKS_LEAST);
        assertThat(wrong).as("rows whose test or words are missing").isEmpty();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(new TreeSet<>(blocks));
    }

    @Test
    void shouldHaveCommandsThatGaleTakes() throws IOException
    {
        int count = 0;
        final List<String> wrong = new ArrayList<>();
        for (final Path page : pages())
        {
            for (final String block : blocks(Files.readString(page)))
            {
                final boolean isSession = block.stripLeading().startsWith("$ ");
                for (final String line : block.replaceAll("\\\\\\n *", "").lines().map(String::strip)
                    .filter(line -> !isSession || line.startsWith("$ ")).toList())
                {
                    final Matcher gale = GALE.matcher(line);
                    while (gale.find())
                    {
                        count++;
                        final boolean isRedirected = gale.end() < line.length() && line.charAt(gale.end()) == '>';
                        final String fault = fault(gale.group(1).replaceFirst(isRedirected ? " 2$" : "$", ""));
                        if (!fault.isEmpty())
                        {
                            wrong.add(page.getFileName() + ": " + gale.group() + ": " + fault);
                        }
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(count).isGreaterThanOrEqualTo(COMMANDS_LEAST);
    }

    /** Runs each such block as it is printed, by an empty shell in a directory with the sources of a checkout alone. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("run")
    @Tag("slow")
    @Timeout(900)
    void shouldRunFromAnEmptyShell(
        final String page, final String name, final int exit, @TempDir final Path directory)
        throws IOException, InterruptedException
    {
        for (final String source : List.of("engine", "tests"))
        {
            Files.createSymbolicLink(directory.resolve(source), SourceTree.ROOT.resolve(source));
        }
        final Path gale = Files.writeString(Files.createDirectory(directory.resolve("bin")).resolve("gale"),
            "#!/bin/sh\nexec '" + String.join("' '", GaleWords.of()) + "' \"$@\"\n");
        assertThat(gale.toFile().setExecutable(true)).isTrue();
        final String block = blocks(Files.readString(page(page))).stream()
            .filter(text -> name(text).equals(name)).findFirst().orElseThrow();
        final ProcessBuilder shell = new ProcessBuilder("sh", "-c", script(block)).directory(directory.toFile())
            .redirectErrorStream(true);
        shell.environment().keySet().retainAll(Set.of("JAVA_HOME"));
        shell.environment().put("PATH", gale.getParent() + ":/usr/bin:/bin");

        final Process process = shell.start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final int ended = process.waitFor();
        for (final String source : List.of("engine", "tests"))
        {
            Files.delete(directory.resolve(source));                            // the links, not what they lead to
        }
        assertThat(ended).as(printed).isEqualTo(exit);
    }

    private static List<Arguments> run() throws IOException
    {
        return Files.readAllLines(LIST).stream().skip(1).map(line -> line.split(" \\| ", -1))
            .filter(columns -> columns[2].equals(RUN))
            .map(columns -> Arguments.of(columns[0], columns[1], Integer.parseInt(columns[3]))).toList();
    }

    /** Returns the commands of a block: of a session those after the prompts. The launcher is that of the test. */
    private static String script(final String block)
    {
        final boolean isSession = block.stripLeading().startsWith("$ ");

        return block.lines().map(String::strip).filter(line -> !isSession || line.startsWith("$ "))
            .map(line -> line.replaceFirst("^\\$ ", "").replaceFirst("^engine/bin/gale", "gale"))
            .collect(Collectors.joining("\n"));
    }

    /** Returns what is wrong with the words of a command, or nothing. */
    private static String fault(final String command)
    {
        final String[] words = Stream.of(command.replace("...", "").strip().split(" +(?=(?:[^']*'[^']*')*[^']*$)", -1))
            .map(word -> word.replace("'", "")).toArray(String[]::new);
        try
        {
            final CommandLine gale = GaleRun.commandLine(words);
            gale.parseArgs(words);

            return "";
        }
        catch (final CommandLine.ParameterException ex)
        {
            return ex.getMessage() + ' ' + Arrays.toString(words);
        }
    }

    /** Returns the blocks with a command among those of a page. */
    private static List<String> blocks(final String page)
    {
        final List<String> blocks = new ArrayList<>();
        final Matcher block = BLOCK.matcher(page);
        while (block.find())
        {
            final String text = block.group(2) == null ? block.group(3) : block.group(2);
            if ((block.group(1) == null || LANGUAGES.contains(block.group(1))) && COMMAND.matcher(text).find())
            {
                blocks.add(text);
            }
        }

        return blocks;
    }

    /** Returns the begin of the first command of a block. */
    private static String name(final String block)
    {
        final Matcher command = COMMAND.matcher(block);
        command.find();
        final String line = words(command.group()).replace("|", "!").replaceFirst("^\\$ ", "");

        return line.substring(0, Math.min(NAME_LENGTH, line.length())).strip();
    }

    private static boolean isTest(final String name) throws IOException
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

    private static Path page(final String name)
    {
        return SourceTree.ROOT.resolve(name.equals("README.md") ? name : "engine/docs/" + name);
    }

    private static List<Path> pages() throws IOException
    {
        try (Stream<Path> files = Files.list(SourceTree.ROOT.resolve("engine/docs")))
        {
            return Stream.concat(Stream.of(page("README.md")),
                files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("changes.md")).sorted())
                .toList();
        }
    }

    private static String words(final String text)
    {
        return text.strip().replaceAll("\\s+", " ");
    }
}
