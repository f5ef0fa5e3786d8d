package org.gale.tests.device;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.DeviceSession;
import org.gale.engine.device.msix.MessageLoop;
import org.gale.engine.device.msix.MsixDevice;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.pci.ClientCounts;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.proof.VectorProof;
import org.gale.engine.device.wire.DeviceSocket;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.tests.support.Await;

/** Session of a device that sends messages in a closed loop, on a thread of its own, as the command runs it. */
final class ServedLoop implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<DeviceSocket> sockets;
    private final DeviceSession<MsixResult> session;
    private final Thread thread;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicLong standstillNs = new AtomicLong();
    private volatile long allocatedPerReading;
    private final AtomicLong readings = new AtomicLong();           // of the clock
    private long beganBytes;                                        // of the device's thread
    private volatile ClientCounts counts;
    private volatile boolean wasIncomplete;
    private volatile MsixResult result;
    private volatile Outcome outcome;

    ServedLoop(final Path path, final MessageLoop loop, final long count)
    {
        sockets = DeviceSocket.open(List.of(path));
        session = new DeviceSession<>(() ->
        {
            final DeviceHistory history = new DeviceHistory();
            final RunLimit limit = new RunLimit(count, RunLimit.NONE);

            return (device, memory, recorder) ->
            {
                beganBytes = allocatedOfThread();

                return new MsixDevice(loop, limit, history, recorder);
            };
        }, this::nowNs, lines::add, served ->
        {
            allocatedPerReading = (allocatedOfThread() - beganBytes) / readings.get();
            counts = served.get(0).counts();
            wasIncomplete = served.get(0).result().isIncomplete();
            result = served.get(0).result();
        });
        thread = new Thread(() -> outcome = session.run(sockets, LIMIT.toNanos()), "device");
        thread.start();
    }

    static MessageLoop closed(
        final int vectors, final long window, final long seed, final long settleNs, final long dropEach)
    {
        return new MessageLoop(vectors, window, null, 1, seed, settleNs, dropEach, false);
    }

    /** Returns an open loop that is always late, and so is never idle. */
    static MessageLoop busy(final int vectors)
    {
        return new MessageLoop(vectors, 0, new OpenStream(1e9, true), Long.MAX_VALUE, 1, 1L << 60, 0, false);
    }

    /** Returns the loop of a pin in place of vectors. */
    static MessageLoop byPin(final long settleNs, final long dropEach)
    {
        return new MessageLoop(1, 1, null, 1, 1, settleNs, dropEach, true);
    }

    private long nowNs()
    {
        readings.incrementAndGet();

        return System.nanoTime() + standstillNs.get();
    }

    private static long allocatedOfThread()
    {
        return ((ThreadMXBean)ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(
            Thread.currentThread().getId());
    }

    /** Returns the bytes that the answering thread allocated for each look at the clock, up to the report. */
    long allocatedPerReading()
    {
        return allocatedPerReading;
    }

    /** Returns how often the answering thread has read the clock: several times for each turn. */
    long readings()
    {
        return readings.get();
    }

    /** Returns the lines for the user. */
    List<String> lines()
    {
        return lines;
    }

    /** Lets time pass in which the device did not run, as when its host was suspended. */
    void standStill(final long ns)
    {
        standstillNs.addAndGet(ns);
    }

    /** Asks for an end, as a signal does. */
    void stop()
    {
        session.stop();
    }

    void awaitReport()
    {
        Await.until(() -> result != null, LIMIT, "a report, after " + lines);
    }

    boolean hasReport()
    {
        return result != null;
    }

    Outcome awaitEnd() throws InterruptedException
    {
        thread.join(LIMIT.toMillis());

        return outcome;
    }

    /** Returns what was said to the user, and what may explain an outcome. */
    String told()
    {
        return lines + ", stopped " + result.isStopped() + ", pending " + result.sum(VectorProof::pending);
    }

    /** Returns what the client of the run did. */
    ClientCounts counts()
    {
        return counts;
    }

    /** Returns whether a message was in flight at the report: the reset behind it drops that. */
    boolean wasIncomplete()
    {
        return wasIncomplete;
    }

    MsixResult result()
    {
        return result;
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
