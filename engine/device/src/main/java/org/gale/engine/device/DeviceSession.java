package org.gale.engine.device;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.wire.DeviceSocket;

/**
 * Session of the devices of a job, each with one client: waits for them, answers them, ends the run, and goes on until
 * they go. The caller's thread answers. {@link #stop} is for any thread.
 *
 * @param <R> result of a device's run
 */
public final class DeviceSession<R extends ServedFunction.Result>
{
    /** Time after which a busy device polls its socket: its client may have gone. */
    private static final long POLL_NS = 50_000_000;
    /** Longest wait of a device without work: a stop ends it, and a device has to run several times a second. */
    private static final long REST_NS = 250_000_000;
    /** Time for which it spins on the clients alone: a wait for all sockets is no shorter, and makes garbage. */
    private static final long SPIN_NS = 1_000_000;

    private final Supplier<DeviceMaker<R>> makers;
    private final NanoClock clock;
    private final Consumer<String> log;
    private final Consumer<List<ServedDevice<R>>> reports;
    private final AtomicInteger stops = new AtomicInteger();
    private final LongSupplier now = this::now;
    private IntFunction<DeviceJournal> journals = device -> null;
    private volatile List<DeviceSocket> sockets = List.of();     // a stop ends their wait
    private List<ServedDevice<R>> devices;
    private Outcome outcome;
    private long waitNs;
    private long polledNs;
    private long elapsedNs;
    private long lastNs;
    private int servedRuns;

    /**
     * Makes a session.
     *
     * @param makers  has a maker for each run
     * @param log     takes a line for the user
     * @param reports takes the devices of a run that has ended: those that had a client
     */
    public DeviceSession(final Supplier<DeviceMaker<R>> makers, final NanoClock clock, final Consumer<String> log,
        final Consumer<List<ServedDevice<R>>> reports)
    {
        this.makers = makers;
        this.clock = clock;
        this.log = log;
        this.reports = reports;
    }

    /** Sets who makes the journal of each client, by the number of its device. */
    public DeviceSession<R> journaled(final IntFunction<DeviceJournal> others)
    {
        journals = others;

        return this;
    }

    /** Asks for an end: of the run at first, then of the session. */
    public void stop()
    {
        stops.incrementAndGet();
        DeviceSocket.wake(sockets);
    }

    /**
     * Serves one client of each device.
     *
     * @param listening sockets of the devices, in their order
     * @param limitNs   of the wait for clients, ns
     * @return how the run ended
     */
    public Outcome run(final List<DeviceSocket> listening, final long limitNs)
    {
        sockets = listening;
        waitNs = limitNs;
        lastNs = clock.nanoTime();
        outcome = null;
        polledNs = 0;
        elapsedNs = 0;
        final DeviceMaker<R> maker = makers.get();
        devices = IntStream.range(0, sockets.size()).mapToObj(device -> new ServedDevice<>(
            device, sockets.get(device), maker, journals.apply(device), log)).toList();
        try
        {
            while (!isDone())
            {
                turn();
            }
            if (outcome == null)
            {
                end(stops.get() > 0 ? Outcome.INTERRUPTED : Outcome.OK);
            }
        }
        finally
        {
            final Outcome ofSession = stops.get() > 0 ? Outcome.INTERRUPTED : Outcome.OK;
            devices.forEach(device -> device.close(ofSession));
        }

        return devices.stream().map(ServedDevice::ending).reduce(outcome, Outcome::first);
    }

    /** Returns the time of the run, which a clock that goes back does not change, ns. */
    private long now()
    {
        final long readNs = clock.nanoTime();
        elapsedNs += Math.max(0, readNs - lastNs);
        lastNs = readNs;

        return elapsedNs;
    }

    private boolean isDone()
    {
        final boolean isWaiting = devices.stream().anyMatch(this::isAwaited);
        final boolean isServing = devices.stream().anyMatch(ServedDevice::isServing);

        return (!isWaiting && !isServing) || (stops.get() > 1 && outcome != null);
    }

    /** Returns whether a client of a device may still come. */
    private boolean isAwaited(final ServedDevice<R> device)
    {
        return !device.hadClient() && outcome == null && stops.get() == 0 && now() < waitNs;
    }

    /** Lets all devices answer, and returns the time until one has to again, ns; 0 if there is more to do. */
    private long answer()
    {
        boolean isBusy = false;
        long nextNs = REST_NS;
        for (int i = 0; i < devices.size(); i++)
        {
            final ServedDevice<R> device = devices.get(i);
            if (device.isServing())
            {
                isBusy |= device.answer(now);
                nextNs = Math.min(Math.min(nextNs, device.pollNs()), Math.max(1, device.nextNs() - now()));
            }
        }

        return isBusy ? 0 : nextNs;
    }

    private void turn()
    {
        final long endNs = now() + SPIN_NS;
        long nextNs = answer();
        while (nextNs < SPIN_NS && now() < endNs)
        {
            nextNs = answer();
        }
        final boolean isBusy = nextNs == 0;
        if (outcome == null && devices.stream().anyMatch(ServedDevice::hadClient) &&
            (stops.get() > 0 || devices.stream().allMatch(device -> device.isOver() && !isAwaited(device))))
        {
            end(stops.get() > 0 ? Outcome.INTERRUPTED : Outcome.OK);
            if (devices.stream().anyMatch(ServedDevice::isServing))
            {
                log.accept("answering until the client goes (end the VM first: QEMU aborts when its device goes)");
            }
        }
        if (!isBusy || now() - polledNs > POLL_NS)                  // also a busy device sees that its client goes
        {
            devices.forEach(ServedDevice::flush);
            DeviceSocket.await(sockets, Math.max(0, Math.min(nextNs, waitNs - now() > 0 ? waitNs - now() : nextNs)));
            polledNs = now();
            for (final ServedDevice<R> device : devices)
            {
                if (device.isServing())
                {
                    device.refuseOthers(sockets);
                }
                else if (isAwaited(device))
                {
                    device.accept();
                }
            }
        }
    }

    private void end(final Outcome cause)
    {
        devices.forEach(ServedDevice::end);
        final List<ServedDevice<R>> served = devices.stream().filter(ServedDevice::hadClient).toList();
        outcome = cause;
        if (served.isEmpty() && stops.get() > 0 && servedRuns > 0)
        {
            log.accept("stopped while it waited for another client: " + NumberText.counted(servedRuns, "run") +
                " ended before");
            outcome = Outcome.OK;                                   // those runs have theirs
        }
        else if (served.isEmpty())
        {
            log.accept(stops.get() > 0 ? "stopped before a client came" : "no client came");
        }
        else
        {
            servedRuns++;
            reports.accept(served);
            outcome = served.stream().map(device -> device.result().outcome()).reduce(outcome, Outcome::first);
        }
        if (served.size() < devices.size() && stops.get() == 0)
        {
            outcome = Outcome.first(outcome, Outcome.SKIPPED);
            devices.stream().filter(device -> !device.hadClient() && !served.isEmpty())
                .forEach(device -> log.accept("no client came to device " + device.number()));
        }
    }
}
