package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.FileArguments;
import org.gale.engine.config.FileUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Options and parameters of all commands that name files: none writes a file that the command reads. */
class FileArgumentsTest
{
    private static final String INPUT = "input.yaml";
    private static final String TEXT = "of the user\n";
    /** Labels of texts that name no file. */
    private static final Set<String> NO_FILES = Set.of("KEY=VALUE", "NAME=VALUE", "COND", "EXPR", "max", "VIEW", "N%",
        "N", "github-benchmark", "NAME", "D", "SIZE", "I/N", "ARGUMENT", "bash|zsh", "COMMAND", "KEY=A,B,C", "P", "M",
        "GLOB", "wall|virtual", "'METRIC > T'", "KEYS", "FIELD", "PAGE[#SECTION]", "WORDS");

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** Name by which an output is the input. */
    private enum Alias
    {
        SAME, RELATIVE, SYMBOLIC, HARD
    }

    private static Stream<CommandLine> commands(final CommandLine command)
    {
        return Stream.concat(Stream.of(command),
            command.getSubcommands().values().stream().flatMap(FileArgumentsTest::commands));
    }

    private static Stream<CommandLine> commands()
    {
        return commands(GaleCommand.commandLine(config -> null, "help"));
    }

    private static List<ArgSpec> of(final CommandLine command, final Predicate<FileUse> use)
    {
        return command.getCommandSpec().args().stream().filter(argument -> use.test(FileArguments.use(argument)))
            .toList();
    }

    private static boolean isText(final ArgSpec argument)
    {
        final Class<?> type = argument.auxiliaryTypes() == null || !argument.isMultiValue() ?
            argument.type() : argument.auxiliaryTypes()[0];

        return type == Path.class || type == String.class;
    }

    @Test
    void shouldDeclareTheUseOfEachFileThatAnArgumentNames()
    {
        final List<String> undeclared = commands().flatMap(command -> command.getCommandSpec().args().stream()
            .filter(argument -> isText(argument) && FileArguments.use(argument) == null &&
                (argument.type() == Path.class || !NO_FILES.contains(argument.paramLabel())))
            .map(argument -> command.getCommandSpec().qualifiedName() + ' ' + argument)).toList();

        assertEquals(List.of(), undeclared);
    }

    @Test
    void shouldDeclareOutputsOfTheCommandsThatHaveSome()
    {
        final List<String> names = commands().filter(command -> !of(command, FileUse.WRITTEN::equals).isEmpty())
            .map(command -> command.getCommandSpec().qualifiedName()).toList();

        assertTrue(names.containsAll(List.of("gale storm", "gale replay", "gale compare", "gale gate", "gale import",
            "gale device", "gale check", "gale script", "gale report add", "gale sweep report")), names.toString());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEachOutputThatIsAnInput(final Alias alias) throws IOException
    {
        final Path input = Files.writeString(directory.resolve(INPUT), TEXT);
        final String output = output(alias, input);
        int pairs = 0;
        for (final CommandLine command : commands().toList())
        {
            for (final ArgSpec read : of(command, use -> use == FileUse.READ || use == FileUse.READ_IF_JOB))
            {
                for (final ArgSpec written : of(command, FileUse.WRITTEN::equals))
                {
                    final List<String> words = words(command, read, input.toString(), written, output);
                    final int exitCode = GaleRun.of(err, err, words.toArray(new String[0]));

                    assertEquals(ExitCode.USAGE, exitCode, words + ": " + err);
                    assertTrue(err.toString().strip().endsWith(": is read, too (name another file)"),
                        words + ": " + err);
                    assertEquals(1, err.toString().lines().count(), err.toString());
                    assertEquals(TEXT, Files.readString(input), words.toString());
                    err.getBuffer().setLength(0);
                    pairs++;
                }
            }
        }

        assertTrue(pairs > 40, "pairs " + pairs);
    }

    private String output(final Alias alias, final Path input) throws IOException
    {
        final Path other = directory.resolve("other");

        final Path named = switch (alias)
        {
            case SAME -> input;
            case RELATIVE -> directory.resolve("../" + directory.getFileName() + "/./" + INPUT);
            case SYMBOLIC -> Files.createSymbolicLink(other, Path.of(INPUT));
            case HARD -> Files.createLink(other, input);
        };

        return named.toString();
    }

    /** Returns a line that calls a command with an input and an output, and all else that it requires. */
    private List<String> words(
        final CommandLine command, final ArgSpec read, final String input, final ArgSpec written, final String output)
    {
        final List<String> words = new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
        words.remove(0);
        command.getCommandSpec().options().stream()
            .filter(option -> option.required() || option == read || option == written)
            .forEach(option -> words.addAll(List.of(
                option.longestName(), option == read ? input : option == written ? output : filler(option))));
        final List<PositionalParamSpec> places = command.getCommandSpec().positionalParameters().stream()
            .sorted(Comparator.comparingInt(place -> place.index().min())).toList();
        places.stream().filter(place -> place.required() || place == read)
            .forEach(place -> words.add(place == read ? input : filler(place)));

        return words;
    }

    private String filler(final ArgSpec argument)
    {
        return isText(argument) ? directory.resolve("filler").toString() :
            argument.completionCandidates().iterator().next();
    }

    @Test
    void shouldTakeADeviceForBoth() throws IOException
    {
        assertFalse(refuses("check", "/dev/null", "--output", "/dev/null"));
        assertFalse(refuses("compare", "/dev/null", "/dev/null", "--html", "/dev/null"));
    }

    @Test
    void shouldTakeAProfileThatIsNamedAsAFile() throws IOException
    {
        assertFalse(refuses("storm", "lpi-stress", "--json", "lpi-stress", "--count", "none"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "storm", "compare", "gate" })
    void shouldExplainACommandWhateverItsFilesAre(final String command) throws IOException
    {
        final String input = Files.writeString(directory.resolve(INPUT), TEXT).toString();

        assertFalse(refuses(command, input, command.equals("gate") ? "--output" : "--html", input, "--help"));
    }

    private boolean refuses(final String... words)
    {
        GaleRun.of(err, err, words);

        return err.toString().contains("is read, too");
    }

    /** Outputs that a job names itself. */
    @ParameterizedTest
    @ValueSource(strings = { "outputs: {json: JOB}", "outputs: {html: JOB}", "outputs: {csv: JOB}" })
    void shouldRefuseAJobThatIsReplacedByItsReport(final String key) throws IOException
    {
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, "job: j\n" + key.replace("JOB", job.toString()) + "\ncount: 1k\n" +
            "vms: [{name: a, devices: [{name: d, events: 4, traffic: {kind: closed}}]}]\n");

        assertTrue(refuses("storm", job.toString()), err.toString());
    }

    @Test
    void shouldRefuseABaselineThatIsAReport() throws IOException
    {
        final Path report = Files.writeString(directory.resolve("r.json"), TEXT);

        assertTrue(refuses("gate", "--record", "--baseline", directory.toString(), "--report", report.toString()),
            err.toString());
        assertEquals(TEXT, Files.readString(report));
    }

    @Test
    void shouldRefuseAFileOfALaterClientThatIsTheJob() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("r.json.2"), TEXT);

        assertTrue(refuses("device", job.toString(), "--keep", "--json", directory.resolve("r.json").toString(),
            "--socket", directory.resolve("s").toString()), err.toString());
    }
}
