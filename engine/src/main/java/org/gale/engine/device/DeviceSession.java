package org.gale.engine.device;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.pci.ClientCounts;
import org.gale.engine.device.pci.GuestMemory;
import org.gale.engine.device.pci.PciServer;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.wire.ClientChannel;
import org.gale.engine.device.wire.DeviceSocket;

/**
 * Session of a device with one client: waits for it, answers it, ends the run, and goes on until the client goes. The
 * caller's thread answers. {@link #stop} is for any thread.
 *
 * @param <R> result of a run
 */
public final class DeviceSession<R extends ServedFunction.Result>
{
    private static final long WAIT_NS = 50_000_000;
    private static final int MESSAGE_LIMIT = 64;
    private static final int MAP_LIMIT = 65_535;

    private final BiFunction<GuestMemory, Recorder, ServedFunction<R>> maker;
    private final NanoClock clock;
    private final Consumer<String> log;
    private final BiConsumer<R, ClientCounts> reports;
    private final AtomicInteger stops = new AtomicInteger();
    private ServedFunction<R> function;
    private PciServer server;
    private Supplier<DeviceJournal> journals = () -> null;
    private DeviceJournal journal;
    private Outcome outcome;
    private long startNs;

    /**
     * Makes a session.
     *
     * @param maker   of a device for one client, whose guest has a memory; a recorder takes what it does
     * @param log     takes a line for the user
     * @param reports takes the result of a run, and what its client did
     */
    public DeviceSession(
        final BiFunction<GuestMemory, Recorder, ServedFunction<R>> maker,
        final NanoClock clock,
        final Consumer<String> log,
        final BiConsumer<R, ClientCounts> reports)
    {
        this.maker = maker;
        this.clock = clock;
        this.log = log;
        this.reports = reports;
    }

    /** Sets who makes the journal of each client that is attached. */
    public DeviceSession<R> journaled(final Supplier<DeviceJournal> makers)
    {
        journals = makers;

        return this;
    }

    /** Asks for an end: of the run at first, then of the session. */
    public void stop()
    {
        stops.incrementAndGet();
    }

    /**
     * Serves one client.
     *
     * @param waitNs limit of the wait for it, ns
     * @return how the run ended
     */
    public Outcome run(final DeviceSocket socket, final long waitNs)
    {
        journal = journals.get();
        startNs = clock.nanoTime();
        try (ClientChannel client = await(socket, waitNs))
        {
            if (client == null)
            {
                log.accept(stops.get() > 0 ? "stopped before a client came" : "no client came");

                return stops.get() > 0 ? Outcome.INTERRUPTED : Outcome.SKIPPED;
            }
            begin();
            log.accept("a client is attached");
            try
            {
                serve(socket, client);
            }
            finally
            {
                server.detach();
            }
        }
        finally
        {
            endJournal();
        }

        return outcome;
    }

    private ClientChannel await(final DeviceSocket socket, final long waitNs)
    {
        ClientChannel client = null;
        while (client == null && stops.get() == 0 && now() < waitNs)
        {
            socket.await(null, Math.min(WAIT_NS, waitNs - now()));
            client = socket.accept();
        }

        return client;
    }

    private long now()
    {
        return clock.nanoTime() - startNs;
    }

    private void begin()
    {
        outcome = null;
        final Recorder recorder = journal == null ? Recorder.NONE : journal;
        final GuestMemory memory = new GuestMemory(MAP_LIMIT);
        function = maker.apply(memory, recorder);
        server = new PciServer(function, memory, recorder);
    }

    private void endJournal()
    {
        if (journal != null)
        {
            journal.close();
            outcome = outcome == null || journal.isWhole() ? outcome : Outcome.first(outcome, Outcome.RESOURCES);
        }
    }

    private void at(final long nowNs)
    {
        function.at(nowNs);
        if (journal != null)
        {
            journal.at(nowNs);
        }
    }

    private void serve(final DeviceSocket socket, final ClientChannel client)
    {
        while (!client.isGone() && (stops.get() < 2 || outcome == null))
        {
            final boolean isBusy = answer(client);
            final long nowNs = now();
            if (outcome == null && (stops.get() > 0 || function.isOver()))
            {
                end(stops.get() > 0 ? Outcome.INTERRUPTED : Outcome.OK);
                log.accept("answering until the client goes (end the VM first: QEMU aborts when its device goes)");
            }
            if (!isBusy && !client.isGone())
            {
                if (journal != null)
                {
                    journal.flush();
                }
                final long limitNs = Math.min(WAIT_NS, server.pollNs());
                socket.await(client, Math.min(limitNs, Math.max(0, function.nextNs() - nowNs)));
                refuseOthers(socket, client);
            }
        }
        if (outcome == null)
        {
            end(Outcome.OK);
        }
        if (client.fault() != null)
        {
            log.accept("the client was dropped: " + client.fault());
            outcome = Outcome.first(outcome, Outcome.SKIPPED);
        }
    }

    /** Answers what the client has sent, and returns whether there may be more to do. */
    private boolean answer(final ClientChannel client)
    {
        boolean hasMessage = true;
        int messages = 0;
        while (hasMessage && messages < MESSAGE_LIMIT)
        {
            final long nowNs = now();
            at(nowNs);
            hasMessage = client.read(nowNs);
            if (hasMessage)
            {
                server.answer(client, nowNs);
                messages++;
            }
        }
        at(now());
        server.poll();

        return function.work() || messages == MESSAGE_LIMIT;
    }

    private void refuseOthers(final DeviceSocket socket, final ClientChannel client)
    {
        final ClientChannel other = client.isHungUp() ? null : socket.accept();
        if (other != null)
        {
            socket.await(client, 0);
            if (client.isHungUp())                                  // it went before: the other one is the next one
            {
                socket.keep(other);
                return;
            }
            other.close();
            log.accept("another client was refused: the device has one at a time");
        }
    }

    private void end(final Outcome cause)
    {
        final R result = function.end();
        reports.accept(result, server.counts());
        outcome = Outcome.first(result.outcome(), cause);
    }
}
