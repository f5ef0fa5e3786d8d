package org.gale.engine.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.DescriptorRoom;
import org.gale.engine.device.DeviceJob;
import org.gale.engine.device.DeviceJournal;
import org.gale.engine.device.DeviceReport;
import org.gale.engine.device.DeviceSession;
import org.gale.engine.device.DeviceText;
import org.gale.engine.device.DriveReport;
import org.gale.engine.device.MsixText;
import org.gale.engine.device.ServedDevice;
import org.gale.engine.device.msix.MessageLoop;
import org.gale.engine.device.msix.MsixDevice;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.nvme.NvmeController;
import org.gale.engine.device.nvme.NvmeResult;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.wire.DeviceSocket;
import org.gale.engine.host.HostClock;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale device}: serves the traffic of a job to a real VM. Owner: the main thread, which answers. */
@Command(name = "device", mixinStandardHelpOptions = true,
    header = "Be a PCI device of a real VM, and prove its interrupts.",
    description = {
        "",
        "JOB has one VM with its devices: a file, - for standard input, or device-nvme.yaml or",
        "device-msix.yaml of the jar. Several devices listen at PATH.0, PATH.1 and so on. With --nvme a",
        "device is an NVMe drive, which Linux' own driver attaches. Its traffic is what the guest reads",
        "and writes; service, parallel and coalesce of kind io say when requests complete and when queues",
        "interrupt. Every completion that is posted has to be consumed. Without --nvme the device sends",
        "MSI-X messages to the program engine/clients/galedev.c. The program has to acknowledge each message",
        "of a closed loop, and the last message of each burst of an open loop. A lost message is named and",
        "sent again.",
        "",
        "  mkdir -m 700 d && gale device device-nvme.yaml --socket d/s --nvme",
        "  qemu-system-... -object memory-backend-memfd,id=m,size=512M,share=on -machine memory-backend=m \\",
        "    -device '{\"driver\":\"vfio-user-pci\",\"socket\":{\"type\":\"unix\",\"path\":\"d/s\"}}'",
        "",
        "The run ends after count or duration of the job, when the client goes, or at Ctrl-C. The device",
        "then answers until the client goes, or until the next Ctrl-C. End the VM first: QEMU aborts when",
        "its device goes.",
        "",
        "Exit code: 0 the proof holds, 2 usage, 4 no client, nothing sent, or something was late or in",
        "flight, 7 an interrupt was lost or data is wrong, 8 resources, 130 stopped before the end.",
        ""})
final class DeviceCommand extends ConsoleCommand
{
    /** Settings of the report: each oldest message that is covered is measured, and there is no journal of commands. */
    private static final SettingValues MEASURED = SettingValues.NONE
        .with(StormSettings.LATENCY, StormSettings.EVERY_ONE).with(StormSettings.DURABILITY, StormSettings.NONE);

    @Parameters(index = "0", paramLabel = "JOB", description = "A job file, - for standard input.")
    @Uses(FileUse.READ)
    private String word;

    @Option(names = "--socket", paramLabel = "PATH", required = true,
        description = "Socket to make, in a directory where nobody else may write. Several devices have PATH.0, " +
        "PATH.1 and so on.")
    @Uses(FileUse.MADE)
    private Path socket;

    @Option(names = "--nvme", description = "Be an NVMe drive, which Linux' own driver attaches.")
    private boolean isNvme;

    @Option(names = "--size", paramLabel = "SIZE", converter = DeviceConverters.Size.class, defaultValue = "1GiB",
        description = "Size of the drive, in whole MiB (default: ${DEFAULT-VALUE}).")
    private long size;

    @Option(names = "--wait", paramLabel = "T", converter = QuantityConverters.Duration.class, defaultValue = "60s",
        description = "Time to wait for a client (default: ${DEFAULT-VALUE}).")
    private long waitNs;

    @Option(names = "--settle", paramLabel = "T", converter = QuantityConverters.Duration.class, defaultValue = "2s",
        description = "Time in which a guest consumes a completion or handles a message (default: " +
        "${DEFAULT-VALUE}).")
    private long settleNs;

    @Option(names = "--inject", paramLabel = "'drop 1/N'", converter = DeviceConverters.Drop.class,
        defaultValue = "drop 0",
        description = "Leave out one message of N on purpose, to test the proof; not with --nvme.")
    private long dropEach;

    @Option(names = "--quiet-after", paramLabel = "N", converter = DeviceConverters.Burst.class, defaultValue = "100",
        description = "Mean length of a burst of an open loop, in messages; a vector is then silent until the last " +
        "message is acknowledged (default: ${DEFAULT-VALUE}).")
    private long quietAfter;

    @Option(names = "--keep", description = "Serve one client after another, each a run.")
    private boolean isKept;

    @Option(names = "--journal", paramLabel = "DIR", description =
        "Record what crosses the socket in a new directory; with --keep in DIR/client-N.")
    @Uses(FileUse.MADE)
    private Path journal;

    @Mixin
    private DeviceFiles files;

    @Option(names = JobCommand.SET, paramLabel = "NAME=VALUE", description = "As for 'gale storm'.")
    private List<String> assignments = List.of();

    private int runs;
    /** Outcome of the reports of all runs. */
    private Outcome reported = Outcome.OK;
    private StormPlan plan;                                         // of the configuration in reports; null without
    private DeviceHistory history;

    @Override
    public Integer call()
    {
        checkSettings();
        checkOptions();
        final Job given;
        final DeviceJob job;
        try
        {
            given = job();
            job = isNvme ? DeviceJob.nvme(given, word) : DeviceJob.msix(given, word);
        }
        catch (final JobException ex)
        {
            return JobCommand.print(spec().commandLine(), ex);
        }

        if (files.isAny())
        {
            plan = new JobPlanner(JobProfiles.ALL).unrecorded(DeviceJob.withoutPins(given), word,
                isNvme ? MEASURED.with(MeasureSettings.THREADS, 1L) : MEASURED, StormOptions.SPELLING);
        }
        DescriptorRoom.check(job);
        final DeviceSession<?> session = isNvme ? drive(job) : loop(job);

        return serve(journal == null ? session : session.journaled(device -> journal(given, job, device)),
            job.devices().size()).exitCode();
    }

    /** Refuses options without effect, and files that could not be written at the end. */
    private void checkOptions()
    {
        if (isNvme && dropEach > 0)
        {
            throw usage("--inject leaves out messages, and a drive has none (run it without --nvme)");
        }
        if (isNvme && isGiven("--quiet-after"))
        {
            throw usage("--quiet-after is about messages, and a drive has none (leave it out)");
        }
        if (!isNvme && isGiven("--size"))
        {
            throw usage("--size is that of a drive (add --nvme, or leave it out)");
        }
        files.check(isKept, word);
    }

    private boolean isGiven(final String option)
    {
        return spec().commandLine().getParseResult().hasMatchedOption(option);
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }

    private Job job()
    {
        final Assignments given = Assignments.of(JobCommand.SET, assignments);
        if (DeviceJob.EXAMPLES.contains(word) && !Files.exists(Path.of(word)))
        {
            return JobReader.read(
                JobParser.parse(DeviceJob.example(word), word), JobProfiles.ALL.forms(), given);
        }

        return new JobPlanner(JobProfiles.ALL).read(word, System.in, given);
    }

    private DeviceSession<NvmeResult> drive(final DeviceJob job)
    {
        return new DeviceSession<>(() ->
        {
            final RunLimit limit = limit(job);
            history = new DeviceHistory();

            return (device, memory, recorder) ->
                new NvmeController(drive(job, device), limit, history, memory, recorder, this::log);
        }, HostClock.INSTANCE, this::log, served -> report(DeviceText.lines(job, run(), served),
            () -> DriveReport.of(plan, Program.version(), job, served, history, outcome(served))));
    }

    private NvmeController.Drive drive(final DeviceJob job, final int device)
    {
        return new NvmeController.Drive(job.devices().get(device).traffic(), job.seedOf(device),
            job.devices().get(device).queues(), size, serial(device), settleNs, job.devices().get(device).hasPin());
    }

    private DeviceSession<MsixResult> loop(final DeviceJob job)
    {
        return new DeviceSession<>(() ->
        {
            final RunLimit limit = limit(job);
            history = new DeviceHistory();

            return (device, memory, recorder) -> new MsixDevice(loop(job, device), limit, history, recorder);
        }, HostClock.INSTANCE, this::log, served -> report(MsixText.lines(job, run(), served),
            () -> DeviceReport.of(plan, Program.version(), job, served, history, outcome(served))));
    }

    private MessageLoop loop(final DeviceJob job, final int device)
    {
        final DeviceJob.Device shape = job.devices().get(device);

        return new MessageLoop(shape.queues(), shape.window(), shape.stream(), quietAfter, job.seedOf(device),
            settleNs, dropEach, shape.hasPin());
    }

    private static <R extends ServedFunction.Result> Outcome outcome(final List<ServedDevice<R>> served)
    {
        return served.stream().map(device -> device.result().outcome()).reduce(Outcome.OK, Outcome::first);
    }

    /** Prints the report of a run, and writes the files of it that were asked for. */
    private void report(final List<String> lines, final Supplier<StormReport> of)
    {
        if (!files.isJsonOnStdout())
        {
            print(lines);
        }
        if (plan != null)
        {
            reported = Outcome.first(reported, files.write(of.get(), runs, out(), this::log));
        }
    }

    /** {@return the number of the run of several clients; 0 of the only one} */
    private int run()
    {
        return isKept ? runs : 0;
    }

    private DeviceJournal journal(final Job given, final DeviceJob job, final int device)
    {
        final RunConfiguration configuration = new RunConfiguration(Program.version(), MachineConfig.DEFAULT,
            job.seedOf(device), DeviceJob.recorded(isNvme ? "nvme" : "msix", given, device));
        final Path ofRun = isKept ? journal.resolve("client-" + runs) : journal;

        return DeviceJournal.create(
            job.devices().size() > 1 ? ofRun.resolve("device-" + device) : ofRun, configuration, this::log);
    }

    private static RunLimit limit(final DeviceJob job)
    {
        return new RunLimit(job.limit(), job.limitNs());
    }

    private Outcome serve(final DeviceSession<?> session, final int devices)
    {
        final List<Path> paths = devices == 1 ? List.of(socket) : IntStream.range(0, devices)
            .mapToObj(device -> socket.resolveSibling(socket.getFileName() + "." + device)).toList();
        final List<DeviceSocket> listening = DeviceSocket.open(paths);
        try (TerminationSignals signals = new TerminationSignals(session::stop, session::stop))
        {
            signals.install();
            log("waiting for a client at " + paths.stream().map(Path::toString).collect(Collectors.joining(", ")));
            runs = 1;
            Outcome outcome = session.run(listening, waitNs);
            while (isKept && !signals.isRaised() && outcome != Outcome.INTERNAL)
            {
                runs++;
                outcome = Outcome.first(outcome, session.run(listening, Long.MAX_VALUE));
            }

            return Outcome.first(outcome, reported);
        }
        finally
        {
            listening.forEach(DeviceSocket::close);
        }
    }

    private void print(final List<String> lines)
    {
        final PrintWriter out = out();
        lines.forEach(out::println);
        out.flush();
    }

    private void log(final String line)
    {
        final PrintWriter err = err();
        err.println(ErrorMessages.prefix(spec().commandLine()) + line);
        err.flush();
    }

    /** Returns a number that no other drive of the host has. */
    private String serial(final int device)
    {
        final long path = (socket.toAbsolutePath().toString() + device).hashCode();

        return String.format("%016x", path << Integer.SIZE | (ProcessHandle.current().pid() & 0xffffffffL));
    }
}
