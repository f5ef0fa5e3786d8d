package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.DeviceJob;
import org.gale.engine.device.DeviceJournal;
import org.gale.engine.device.DeviceSession;
import org.gale.engine.device.nvme.NvmeController;
import org.gale.engine.device.nvme.NvmeResult;
import org.gale.engine.device.pci.ClientCounts;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.wire.DeviceSocket;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.tests.support.Await;

/** Session of a drive of 8 MiB on a thread of its own, as the command runs it. */
final class ServedDrive implements AutoCloseable
{
    static final int QUEUES = 4;
    static final RunConfiguration CONFIGURATION = new RunConfiguration("test", MachineConfig.DEFAULT, 1)
        .with(RunConfiguration.DEVICE, "nvme queues=" + QUEUES + " kind=io service=20us parallel=64 " +
            "coalesce.threshold=3 coalesce.time=200us");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<DeviceSocket> sockets;
    private final Path path;
    private final DeviceSession<NvmeResult> session;
    private final Thread thread;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<NvmeResult> results = new CopyOnWriteArrayList<>();
    private volatile ClientCounts counts;
    private volatile Outcome outcome;

    ServedDrive(final Path directory) throws IOException
    {
        this(directory, "", "service: 20us", 200_000_000L, 1);
    }

    ServedDrive(
        final Path directory, final String top, final String traffic, final long settleNs, final int clients)
        throws IOException
    {
        this(directory, top, traffic, settleNs, clients, null);
    }

    /**
     * Serves a drive.
     *
     * @param top     keys of the job, a line each
     * @param traffic keys of the traffic
     * @param clients that are served one after another
     * @param journal directory of a journal; null for none
     */
    ServedDrive(
        final Path directory,
        final String top,
        final String traffic,
        final long settleNs,
        final int clients,
        final Path journal)
        throws IOException
    {
        this(directory, job(top, traffic), settleNs, clients, journal);
    }

    /** Serves a drive that a job describes. */
    ServedDrive(final Path directory, final DeviceJob job, final long settleNs, final int clients, final Path journal)
        throws IOException
    {
        this(directory, job, settleNs, clients, journal, System::nanoTime);
    }

    /** Serves a drive by another clock. */
    ServedDrive(final Path directory, final DeviceJob job, final long settleNs, final int clients, final Path journal,
        final NanoClock clock) throws IOException
    {
        path = directory.resolve("s");
        sockets = DeviceSocket.open(List.of(path));
        final NvmeController.Drive drive = new NvmeController.Drive(
            job.devices().get(0).traffic(), job.seed(), job.devices().get(0).queues(), 8L << 20, "0123456789abcdef",
            settleNs, job.devices().get(0).hasPin());
        final DeviceHistory history = new DeviceHistory();                // of all clients: nobody reads it
        session = new DeviceSession<NvmeResult>(() -> (device, memory, recorder) -> new NvmeController(
            drive, new RunLimit(job.limit(), job.limitNs()), history, memory, recorder, lines::add),
            clock, lines::add, served ->
            {
                results.add(served.get(0).result());
                counts = served.get(0).counts();
            })
            .journaled(device -> journal == null ? null :
                DeviceJournal.create(journal, CONFIGURATION, lines::add));
        thread = new Thread(() ->
        {
            for (int i = 0; i < clients; i++)
            {
                outcome = session.run(sockets, LIMIT.toNanos());
            }
        }, "device");
        thread.start();
    }

    static DeviceJob job(final String top, final String traffic)
    {
        return job(top, "", traffic);
    }

    /** Returns the job of a drive with more keys of its device, each with a comma behind it. */
    static DeviceJob job(final String top, final String more, final String traffic)
    {
        final String text = "job: drive\n" + top + "vms: [{name: vm, count: 1, devices: [{name: nvme, count: 1, " +
            more + "events: " + QUEUES + ", traffic: {kind: io, " + traffic + "}}]}]\n";

        return DeviceJob.nvme(
            JobReader.read(JobParser.parse(text, "job.yaml"), JobProfiles.ALL.forms(), Assignments.NONE), "job.yaml");
    }

    Path path()
    {
        return path;
    }

    void stop()
    {
        session.stop();
    }

    List<String> lines()
    {
        return lines;
    }

    /** Waits until a line for the user contains a text. */
    void awaitLine(final String text)
    {
        Await.until(() -> lines.stream().anyMatch(line -> line.contains(text)), LIMIT, text + " in " + lines);
    }

    /** Waits for the end of the session, and returns its outcome. */
    Outcome awaitEnd() throws InterruptedException
    {
        thread.join(LIMIT.toMillis());

        return outcome;
    }

    /** Returns the outcome of the last session. */
    Outcome outcome()
    {
        return outcome;
    }

    /** Returns what the client of the last run did. */
    ClientCounts counts()
    {
        return counts;
    }

    NvmeResult result()
    {
        return results.get(results.size() - 1);
    }

    /** Returns the descriptors that this process has open. */
    static long openDescriptors() throws IOException
    {
        try (var files = Files.list(Path.of("/proc/self/fd")))
        {
            return files.count();
        }
    }

    @Override
    public void close()
    {
        session.stop();
        session.stop();
        Await.until(() -> !thread.isAlive(), LIMIT, "the end of the session");
        sockets.forEach(DeviceSocket::close);
    }
}
