package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code gale bench}: starts the jar of the benchmarks as a process of its own; the engine does not depend on it. */
@Command(name = "bench", header = "Measure the targets, each against its baseline in the same run.",
    description = {
        "",
        "  gale bench --list          what can be measured, and the targets",
        "  gale bench ROW...          measure rows, quickly; all of them without a name",
        "  gale bench --full          measure for the record: takes long, wants a quiet machine",
        "  gale bench --check         exit code 3 if a target is missed",
        "  gale bench --out DIR       write the results to files, too",
        ""})
final class BenchCommand implements Callable<Integer>
{
    private static final String JAR_PROP_NAME = "gale.bench.jar";

    private static final List<String> HELP = List.of("-h", "--help");
    private static final List<String> VERSION = List.of("-V", "--version");

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "As above.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException
    {
        final String jar = System.getProperty(JAR_PROP_NAME, "");
        if (jar.isEmpty() || !Files.isRegularFile(Path.of(jar)))
        {
            final CommandLine command = spec.commandLine();
            if (arguments.stream().anyMatch(HELP::contains))
            {
                command.usage(command.getOut());

                return ExitCode.OK;
            }
            if (arguments.stream().anyMatch(VERSION::contains))
            {
                command.printVersionHelp(command.getOut());

                return ExitCode.OK;
            }
            throw new OutcomeException(Outcome.USAGE,
                "no jar of the benchmarks: start this with engine/bin/gale of a checkout, which builds it");
        }
        final List<String> words = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow", "-jar", jar));
        words.addAll(arguments);
        try
        {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "cannot start the benchmarks: " + FileFailure.reason(ex), ex);
        }
    }
}
