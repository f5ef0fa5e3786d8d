package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.host.FileFailure;
import org.gale.engine.script.MachineTarget;

/**
 * Small commands that run one after another in one JVM, which archives the classes they load when it ends. A later
 * start takes these from the archive. The launcher alone asks for it. Owner: the main thread.
 */
final class ClassTraining
{
    /** System property that is true where the one argument of the program is a directory for these commands. */
    static final String PROPERTY = "gale.training";

    private static final String JOB = "job: training\nclock: virtual\ncount: 1k\n" +
        "vms: [{name: vm, count: 2, vpes: 2, devices: [{name: device, count: 1, events: 8, " +
        "traffic: {kind: open, rate: 100k}}]}]\n";
    private static final String SWEEP = "sweep: training\njob: job.yaml\nvary: {machine.pes: [4, 8]}\n";

    private ClassTraining()
    {
    }

    /**
     * Runs the commands.
     *
     * @param directory for their files, which is made
     * @return exit code of the first one that fails; 0 if all succeed
     */
    static int run(final Path directory, final PrintWriter err)
    {
        try
        {
            Files.createDirectory(directory);
            Files.writeString(directory.resolve("job.yaml"), JOB);
            Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
        }
        catch (final IOException ex)
        {
            err.println("gale: " + directory + ": " + FileFailure.reason(ex));
            err.flush();

            return ExitCode.RESOURCES;
        }
        final String journal = directory.resolve("journal").toString();
        final String report = directory.resolve("report.json").toString();
        final List<String[]> commands = List.of(
            words("storm", "--count", "10k", "--journal", journal, "--json", report),
            words("storm", directory.resolve("job.yaml").toString(), "--json", directory.resolve("job.json").toString(),
                "--hlog", directory.resolve("job.hlog").toString(), "--html", directory.resolve("job.html").toString()),
            words("replay", journal),
            words("sweep", "plan", directory.resolve("sweep.yaml").toString()));
        final PrintWriter out = new PrintWriter(Writer.nullWriter());
        int exitCode = ExitCode.OK;
        for (int i = 0; i < commands.size() && exitCode == ExitCode.OK; i++)
        {
            exitCode = run(out, err, commands.get(i));
        }
        run(out, err, "compare", report, report);               // storms this short are not judged: whatever it says

        return exitCode;
    }

    private static int run(final PrintWriter out, final PrintWriter err, final String... words)
    {
        return GaleCommand.run(GaleCommand.commandLine(MachineTarget::create, words), out, err, words);
    }

    private static String[] words(final String... words)
    {
        return words;
    }
}
