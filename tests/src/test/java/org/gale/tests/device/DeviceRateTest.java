package org.gale.tests.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.gale.engine.device.DeviceSession;
import org.gale.engine.device.msix.MessageLoop;
import org.gale.engine.device.msix.MsixDevice;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.proof.VectorProof;
import org.gale.engine.device.wire.DeviceSocket;
import org.gale.engine.storm.scenario.OpenStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rate of an open loop over 64 vectors, and how late its messages are, with the client of these tests. Figures are
 * published and not judged, since a host may be busy: asked are 200 k/s of one processor, and at 50 k/s a 99th
 * percentile of at most 100 µs where the host gives the core. So that one is measured in short runs, and once more of
 * those alone in which the device's thread was runnable and had no core for less than a millisecond. With the compiler
 * C2:
 * {@code mvn -B test -pl engine,tests -am -Dgroups=slow -DexcludedGroups=none -Dgale.tests.jvm=
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtest=DeviceRateTest}.
 */
@Tag("slow")
@Isolated("it measures time, and has a descriptor for each vector and its count")
class DeviceRateTest
{
    private static final int VECTORS = 64;
    private static final double NS_PER_S = 1e9;
    private static final int SHORT_RUNS = 40;
    private static final long CORE_WAIT_NS = 1_000_000;

    @TempDir
    private Path directory;

    /** Figures of a run. */
    private record Figures(long sent, double perS, double perProcessorS, Histogram lag, long coreWaitNs)
    {
    }

    private Figures run(final double perS, final long count) throws IOException, InterruptedException
    {
        final Path path = directory.resolve("s");
        final List<DeviceSocket> sockets = DeviceSocket.open(List.of(path));
        final MessageLoop loop = new MessageLoop(
            VECTORS, 0, new OpenStream(perS, true), 1_000, 1, 30_000_000_000L, 0, false);
        final DeviceHistory history = new DeviceHistory();
        final AtomicLong sent = new AtomicLong();
        final AtomicLong processorNs = new AtomicLong();
        final AtomicLong coreWaitNs = new AtomicLong();
        final DeviceSession<MsixResult> session = new DeviceSession<>(() ->
        {
            final RunLimit limit = new RunLimit(count, RunLimit.NONE);

            return (device, memory, recorder) ->
            {
                coreWaitNs.set(-coreWaitNs());

                return new MsixDevice(loop, limit, history, recorder);
            };
        }, System::nanoTime, line -> { }, served ->
        {
            coreWaitNs.addAndGet(coreWaitNs());
            processorNs.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            sent.set(served.get(0).result().sum(VectorProof::sent));
        });
        final Thread thread = new Thread(() -> session.run(sockets, Long.MAX_VALUE), "device");
        thread.start();
        try (DeviceClient client = new DeviceClient(path);
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            while (sent.get() == 0)
            {
                guest.handleAll();
            }
            client.leave();
        }
        thread.join();
        sockets.forEach(DeviceSocket::close);
        history.history();

        return new Figures(sent.get(), sent.get() * NS_PER_S / history.elapsedNs(),
            sent.get() * NS_PER_S / processorNs.get(), history.lag(), coreWaitNs.get());
    }

    /** Returns the time for which this thread was runnable and did not run, ns, as Linux counts it. */
    private static long coreWaitNs()
    {
        try
        {
            return Long.parseLong(Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ", -1)[1]);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void shouldSendAsFastAsItCan(final TestReporter reporter) throws IOException, InterruptedException
    {
        run(1e6, 200_000);
        final Figures figures = run(1e6, 2_000_000);

        reporter.publishEntry("messages a second", String.format("%,.0f", figures.perS()));
        reporter.publishEntry("messages a second of a processor", String.format("%,.0f", figures.perProcessorS()));
        assertThat(figures.sent()).isGreaterThanOrEqualTo(2_000_000);
    }

    @Test
    void shouldSendInTime(final TestReporter reporter) throws IOException, InterruptedException
    {
        run(5e4, 100_000);
        final Histogram all = new Histogram(3);
        final Histogram withCore = new Histogram(3);
        int runs = 0;
        for (int i = 0; i < SHORT_RUNS; i++)
        {
            final Figures figures = run(5e4, 10_000);
            all.add(figures.lag());
            if (figures.coreWaitNs() < CORE_WAIT_NS)
            {
                withCore.add(figures.lag());
                runs++;
            }
        }

        for (final double percentile : new double[]{ 50, 99, 99.9, 100 })
        {
            reporter.publishEntry("late at 50 k/s, p" + percentile, String.format(
                "%,d ns; in %d runs with a core %,d ns",
                all.getValueAtPercentile(percentile), runs, withCore.getValueAtPercentile(percentile)));
        }
        assertThat(all.getTotalCount()).isGreaterThanOrEqualTo(SHORT_RUNS * 10_000L);
    }
}
