package org.gale.engine.device;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.pci.ClientCounts;
import org.gale.engine.device.pci.GuestMemory;
import org.gale.engine.device.pci.PciServer;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.wire.ClientChannel;
import org.gale.engine.device.wire.DeviceSocket;
import org.gale.engine.journal.ClosingPayload;

/**
 * Device of a session, and its client. Owner: the answering thread.
 * <pre>
 *   awaited ── client ──► serving ── run ends, or client goes ──► reported ── client goes ──► gone
 * </pre>
 *
 * @param <R> result of its run
 */
public final class ServedDevice<R extends ServedFunction.Result>
{
    private static final int MESSAGE_LIMIT = 64;
    private static final int MAP_LIMIT = 65_535;
    /** Promise to a guest: what is sent is handled, once. */
    private static final String PROMISE = "P1";

    private final int number;
    private final DeviceSocket socket;
    private final DeviceMaker<R> maker;
    private final DeviceJournal journal;
    private final Consumer<String> log;
    private ClientChannel client;
    private ServedFunction<R> function;
    private PciServer server;
    private R result;
    private ClientCounts counts;

    /** Makes a device without a client, whose journal is null if it has none. */
    ServedDevice(final int number, final DeviceSocket socket, final DeviceMaker<R> maker,
        final DeviceJournal journal, final Consumer<String> log)
    {
        this.number = number;
        this.socket = socket;
        this.maker = maker;
        this.journal = journal;
        this.log = log;
    }

    /** Returns its number in the job. */
    public int number()
    {
        return number;
    }

    /** Returns the result of its run, which has ended. */
    public R result()
    {
        return result;
    }

    /** Returns the counts of its client in the run. */
    public ClientCounts counts()
    {
        return counts;
    }

    boolean hadClient()
    {
        return client != null;
    }

    boolean isServing()
    {
        return client != null && !client.isGone();
    }

    /** Returns whether nothing more belongs to the run: it is complete, its client has gone, or none came. */
    boolean isOver()
    {
        return !isServing() || function.isOver();
    }

    long nextNs()
    {
        return function.nextNs();
    }

    /** Returns the time after which the client's eventfds are looked at again, ns. */
    long pollNs()
    {
        return server.pollNs();
    }

    /** Accepts a client that waits. */
    void accept()
    {
        client = socket.accept();
        if (client != null)
        {
            socket.serve(client);
            final Recorder recorder = journal == null ? Recorder.NONE : journal;
            final GuestMemory memory = new GuestMemory(MAP_LIMIT);
            function = maker.make(number, memory, recorder);
            server = new PciServer(function, memory, recorder);
            log.accept("a client is attached");
        }
    }

    /** Answers what the client has sent, and returns whether there may be more to do. */
    boolean answer(final LongSupplier clock)
    {
        boolean hasMessage = true;
        boolean isBusy = false;
        int messages = 0;
        while (hasMessage && messages < MESSAGE_LIMIT)
        {
            final long nowNs = at(clock.getAsLong());
            hasMessage = client.read(nowNs);
            if (hasMessage)
            {
                server.answer(client, nowNs);
                messages++;
            }
            at(clock.getAsLong());
            isBusy = function.work();                               // what is due waits for one message at most
        }
        server.poll();
        isBusy |= messages == MESSAGE_LIMIT;
        if (client.isGone())
        {
            end();                                                  // its reset follows behind the report
            socket.serve(null);
        }

        return isBusy;
    }

    private long at(final long nowNs)
    {
        function.at(nowNs);
        if (journal != null)
        {
            journal.at(nowNs);
        }

        return nowNs;
    }

    void flush()
    {
        if (journal != null)
        {
            journal.flush();
        }
    }

    void refuseOthers(final List<DeviceSocket> sockets)
    {
        final ClientChannel other = client.isHungUp() ? null : socket.accept();
        if (other != null)
        {
            DeviceSocket.await(sockets, 0);
            if (client.isHungUp() || client.hasInput())             // it may have ended before: that is read first
            {
                socket.keep(other);
                return;
            }
            other.close();
            log.accept("another client was refused: the device has one at a time");
        }
    }

    /** Ends its part of the run, if that has not ended. */
    void end()
    {
        if (client != null && result == null)
        {
            result = function.end();
            counts = server.counts();
        }
    }

    /** Returns what its client and its journal add to the outcome. */
    Outcome ending()
    {
        final boolean isDropped = client != null && client.fault() != null;
        if (isDropped)
        {
            log.accept("the client was dropped: " + client.fault());
        }

        return Outcome.first(isDropped ? Outcome.SKIPPED : Outcome.OK,
            journal == null || journal.isWhole() ? Outcome.OK : Outcome.RESOURCES);
    }

    /** Returns the verdict of its run for its journal. */
    private ClosingPayload verdict(final Outcome ofSession)
    {
        final String broken = result == null ? null : result.broken();

        return broken != null ?
            new ClosingPayload(Outcome.INVARIANT_BROKEN.exitCode(),
                List.of(new ClosingPayload.Broken(PROMISE, broken, 0))) :
            new ClosingPayload(Outcome.first(ofSession, result == null ? Outcome.SKIPPED : result.outcome(),
            client != null && client.fault() != null ? Outcome.SKIPPED : Outcome.OK).exitCode(), List.of());
    }

    /**
     * Ends its client and its journal.
     *
     * @param ofSession interrupted or ended; what other devices came to does not count
     */
    void close(final Outcome ofSession)
    {
        if (client != null)
        {
            if (server != null)
            {
                server.detach();
            }
            socket.serve(null);
            client.close();
        }
        if (journal != null)
        {
            journal.close(verdict(ofSession));
        }
    }
}
