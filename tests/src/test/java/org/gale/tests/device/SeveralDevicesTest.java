package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.DeviceJob;
import org.gale.engine.device.DeviceSession;
import org.gale.engine.device.MsixText;
import org.gale.engine.device.msix.MsixDevice;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.wire.DeviceSocket;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Several devices of a job: one run with one limit and one report, each with a client of its own. */
class SeveralDevicesTest
{
    private static final int VECTORS = 4;
    private static final long COUNT = 1_000;
    private static final String JOB = "job: two\ncount: 1k\nvms: [{name: vm, count: 1, devices: " +
        "[{name: d, count: 2, events: 4, traffic: {kind: closed, window: 4}}]}]\n";

    @TempDir
    private Path directory;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> report = new CopyOnWriteArrayList<>();
    private final DeviceJob job = DeviceJob.msix(
        JobReader.read(JobParser.parse(JOB, "job.yaml"), JobProfiles.ALL.forms(), Assignments.NONE), "job.yaml");
    private List<DeviceSocket> sockets;
    private DeviceSession<MsixResult> session;
    private Thread thread;
    private volatile Outcome outcome;
    private volatile long sent;

    @BeforeEach
    void serve()
    {
        sockets = DeviceSocket.open(List.of(directory.resolve("s.0"), directory.resolve("s.1")));
        session = new DeviceSession<>(() ->
        {
            final DeviceHistory history = new DeviceHistory();
            final RunLimit limit = new RunLimit(COUNT, RunLimit.NONE);

            return (device, memory, recorder) -> new MsixDevice(ServedLoop.closed(VECTORS,
                job.devices().get(device).window(), job.seedOf(device), 2_000_000_000L, 0), limit, history, recorder);
        }, System::nanoTime, lines::add, served ->
        {
            sent = served.stream().mapToLong(device -> device.result().sent()).sum();
            report.addAll(MsixText.lines(job, 0, served));
        });
    }

    @AfterEach
    void close() throws InterruptedException
    {
        session.stop();
        session.stop();
        thread.join();
        sockets.forEach(DeviceSocket::close);
    }

    private void start(final long waitNs)
    {
        thread = new Thread(() -> outcome = session.run(sockets, waitNs), "devices");
        thread.start();
    }

    @Test
    void shouldCountTheMessagesOfAllDevicesOfARun() throws IOException, InterruptedException
    {
        assertThat(job.seedOf(0)).isEqualTo(job.seed());
        assertThat(job.seedOf(1)).as("a seed of its own").isNotEqualTo(job.seed());
        start(10_000_000_000L);
        try (DeviceClient one = new DeviceClient(directory.resolve("s.0"));
            DeviceClient other = new DeviceClient(directory.resolve("s.1"));
            MsixGuest guest = new MsixGuest(one, VECTORS);
            MsixGuest otherGuest = new MsixGuest(other, VECTORS))
        {
            guest.start();
            otherGuest.start();
            while (sent == 0)
            {
                guest.handleAll();
                otherGuest.handleAll();
            }
            one.leave();
            other.leave();
            thread.join();
        }

        assertThat(outcome).isEqualTo(Outcome.OK);
        assertThat(sent).isEqualTo(COUNT);
        assertThat(job.devices()).extracting(DeviceJob.Device::window).containsExactly(2L, 2L);
        assertThat(report).anyMatch(line -> line.contains("device 0 of d")).anyMatch(
            line -> line.contains("device 1 of d"));
        assertThat(report.stream().filter("proof: holds"::equals)).hasSize(2);
    }

    @Test
    void shouldEndWithTheDeviceToWhichNoClientCame() throws IOException, InterruptedException
    {
        start(500_000_000);
        try (DeviceClient one = new DeviceClient(directory.resolve("s.0"));
            MsixGuest guest = new MsixGuest(one, VECTORS))
        {
            guest.start();
            while (sent == 0)
            {
                guest.handleAll();
            }
            one.leave();
            thread.join();
        }

        assertThat(outcome).isEqualTo(Outcome.SKIPPED);
        assertThat(sent).isEqualTo(COUNT);
        assertThat(lines).contains("no client came to device 1");
    }
}
