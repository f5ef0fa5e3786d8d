package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.FakeTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class CompletionCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gale com|compare completion", "gale storm --laten|--latency", "gale journal ver|verify",
        "gale compare --tol|--tolerance"})
    void shouldCompleteInBash(final String line, final String completed) throws IOException, InterruptedException
    {
        assertEquals(ExitCode.OK, run("completion", "bash"));
        final Path script = Files.writeString(directory.resolve("gale.bash"), out.toString());

        final String[] words = line.split(" ", -1);
        assertEquals(completed, output("bash", "-c", "source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" +
            (words.length - 1) + "; COMP_LINE='" + line + "'; _complete_gale 2>/dev/null; echo ${COMPREPLY[@]}"));
    }

    /** Bash gives words that it splits at blanks, '=' and ':', and replaces the last one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "gale com|compare completion",
        "gale storm --latency |all 1:16 off",
        "gale storm --latency 1:|16",
        "gale storm --profile |default lpi-stress overcommit direct msix",
        "gale storm --profile d|default direct",
        "gale storm --durability |none process forced",
        "gale storm --warmup |auto 0",
        "gale storm --rate |max",
        "gale storm -C vpeid|vpeid_bits= vpeids=",
        "gale storm -C arr|arrivals=poisson arrivals=constant",
        "gale storm -C arrivals=|poisson constant",
        "gale storm -C arrivals=p|poisson",
        "gale storm -C generator=o|on off",
        "gale storm --count 1k -C policy=|per-vcpu all-or-nothing first-come none",
        "gale storm -C debug=|true false",
        "gale script -C |fail=continue fail=exit debug=true debug=false",
        "gale script -C fail=e|exit",
        "gale doctor -C |debug=true debug=false",
        "gale journal dump -C debug=t|true",
        "gale storm -C arrivals=poisson --lat|--latency",
        "gale storm mi|mixed-host migrate migrate-direct",
        "gale profiles nv|nvme",
        "gale completion b|bash",
        "gale man st|storm stat",
        "gale inspect run1 vi|vist",
        "gale help jo|journal job"})
    void shouldCompleteValuesInBash(final String line, final String completed)
        throws IOException, InterruptedException
    {
        assertEquals(ExitCode.OK, run("completion", "bash"));
        final Path script = Files.writeString(directory.resolve("gale.bash"), out.toString());
        final List<String> words = new ArrayList<>();
        final Matcher matcher = Pattern.compile("[=:]|[^=: ]+").matcher(line);
        while (matcher.find())
        {
            words.add("'" + matcher.group() + "'");
        }
        words.addAll(line.matches(".*[ =:]") ? List.of("''") : List.of());

        assertEquals(completed, output("bash", "-c", "source " + script + "; COMP_WORDS=(" + String.join(" ", words) +
            "); COMP_CWORD=" + (words.size() - 1) + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length() +
            "; f=$(complete -p gale); f=${f#*-F }; ${f%% *} 2>/dev/null; echo ${COMPREPLY[@]}"));
    }

    @Test
    void shouldCompleteTheNamesOfFiles() throws IOException, InterruptedException
    {
        assertEquals(ExitCode.OK, run("completion", "bash"));
        final Path script = Files.writeString(directory.resolve("gale.bash"), out.toString());
        final Path journal = Files.createDirectory(directory.resolve("run1"));
        final String line = "gale storm --resume " + directory + "/ru";

        assertEquals(journal.toString(), output("bash", "-c", "source " + script + "; COMP_LINE='" + line +
            "'; COMP_POINT=" + line.length() + "; _gale_joined 2>/dev/null; echo ${COMPREPLY[@]}"));
    }

    @Test
    void shouldLoadTheCompletionOfBashInZsh()
    {
        assertEquals(ExitCode.OK, run("completion", "zsh"));

        assertTrue(out.toString().startsWith("autoload -U +X compinit && compinit"), out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fish", "bsh", ""})
    void shouldRefuseAnotherShell(final String shell)
    {
        assertEquals(ExitCode.USAGE, run("completion", shell));

        assertTrue(err.toString().startsWith("gale completion: no shell '" + shell + "'"), err.toString());
    }

    @Test
    void shouldHaveAPageForEachCommandWithAllItsOptions()
    {
        final CommandLine gale = GaleCommand.commandLine(FakeTarget::create);
        final List<String> names = new ArrayList<>(gale.getSubcommands().keySet());
        for (final String name : names)
        {
            assertEquals(ExitCode.OK, run("man", name), err.toString());

            final String page = out.toString();
            assertTrue(page.startsWith(".TH \"GALE\\-" + name.toUpperCase(Locale.ROOT) + "\" 1"), page);
            gale.getSubcommands().get(name).getCommandSpec().options().forEach(option ->
                assertTrue(page.contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR"),
                    name + ' ' + option.longestName()));
            assertTrue(page.lines().noneMatch(line -> line.contains("%n") || line.contains("${")), page);
        }
        assertEquals(ExitCode.OK, run("man"));
        names.forEach(name -> assertTrue(out.toString().contains("\\fB" + name + "\\fR"), name));
        assertEquals(ExitCode.OK, run("man", "journal", "verify"));
        assertEquals(ExitCode.USAGE, run("man", "strom"));
        assertEquals(
            "gale man: no command 'strom': did you mean 'storm'? ('gale --help' lists them)\n", err.toString());
    }

    @Test
    void shouldWriteThePageOfEachCommandIntoADirectory() throws IOException
    {
        assertEquals(ExitCode.OK, run("man", "--all", directory.toString()), err.toString());

        assertEquals("", out.toString());
        for (final String name : List.of("gale", "gale-storm", "gale-journal-verify"))
        {
            assertTrue(Files.readString(directory.resolve(name + ".1")).startsWith(
                ".TH \"" + name.toUpperCase(Locale.ROOT).replace("-", "\\-") + "\" 1"), name);
        }
        assertEquals(ExitCode.RESOURCES, run("man", "storm", "--all", directory.resolve("none").toString()));
        assertEquals("gale man: --all: " + directory.resolve("none/gale-storm.1") +
            ": cannot be written: no such file or directory\n", err.toString());
    }

    @Test
    void shouldBeFormattedByGroffWithoutAWarning() throws IOException, InterruptedException
    {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "no groff to format manual pages with");
        assertEquals(ExitCode.OK, run("man", "storm"));
        final Path page = Files.writeString(directory.resolve("storm.1"), out.toString());

        assertEquals("", output("sh", "-c", "groff -man -Tutf8 -ww " + page + " 2>&1 >/dev/null"));
    }

    private int run(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, arguments);
    }

    private static String output(final String... command) throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        return text.strip();
    }
}
