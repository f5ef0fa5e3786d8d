package org.gale.engine.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.host.FileFailure;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionRunner;

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

    /** Lines of a session, each with any reply: a life of a PPI, messages, wires, a store, a VM, what is counted. */
    private static final String SESSION = """
        sysw 0 el1 ICC_PCR_EL1 0x1f
        sysw 0 el1 ICC_CR0_EL1 0x1
        sysw 0 el1 ICC_PPI_ENABLER0_EL1 0x100000
        ppi 0 20 1
        signal 0
        hppi 0
        ppihppi 0
        insn 0 el1 CDIA
        sysr 0 el1 ICC_APR_EL1
        insn 0 el1 CDEOI
        insn 0 el1 CDDI 0x20000014
        insn 0 el1 CDPEND 0x140000005
        spi 5 1
        wire 0 3 1
        msi 0 1 2
        writel 0x40000000 1
        readl 0x08010000
        clock_step 5
        kvm create_vm
        msix create 1 vectors=2 bar=0x10000000
        stats
        digest
        """;

    private ClassTraining()
    {
    }

    /**
     * Runs the commands.
     *
     * @param runner    runs each command
     * @param directory for their files, which is made
     * @return exit code of the first one that fails; 0 if all succeed
     */
    static int run(final CommandRunner runner, final Path directory, final PrintWriter err)
    {
        try
        {
            Files.createDirectory(directory);
            Files.writeString(directory.resolve("job.yaml"), JOB);
            Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
            Files.writeString(directory.resolve("session.gt"), SESSION.replaceAll("(?m)^(.*)$", "> $1\n< *"));
            SessionRunner.run(MachineTarget::create,
                new ByteArrayInputStream(SESSION.getBytes(StandardCharsets.US_ASCII)), OutputStream.nullOutputStream());
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
            words("check", directory.resolve("session.gt").toString()),
            words("sweep", "plan", directory.resolve("sweep.yaml").toString()));
        final PrintWriter out = new PrintWriter(Writer.nullWriter());
        int exitCode = ExitCode.OK;
        for (int i = 0; i < commands.size() && exitCode == ExitCode.OK; i++)
        {
            exitCode = runner.run(out, err, commands.get(i));
        }
        runner.run(out, err, "compare", report, report);        // storms this short are not judged: whatever it says

        return exitCode;
    }

    private static String[] words(final String... words)
    {
        return words;
    }
}
