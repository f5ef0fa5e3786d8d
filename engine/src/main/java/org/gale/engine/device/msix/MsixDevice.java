package org.gale.engine.device.msix;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.collections.IntArrayList;
import org.gale.engine.device.pci.ConfigSpace;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.pci.Vectors;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.proof.VectorProof;

/**
 * Device that sends messages in a closed loop: a vector again when its last message was looked at, behind all others
 * that wait, at most a window of them at a time. Owner: the answering thread.
 */
public final class MsixDevice implements ServedFunction<MsixResult>
{
    private static final int DEVICE = 0x10f0;
    private static final int CLASS = 0xff0000;
    private static final int STEP_LIMIT = 256;
    private static final long ALIVE_NS = 1_000_000_000;
    private static final long TICK_NS = 10_000_000;

    private final Loop loop;
    private final RunLimit limit;
    private final ConfigSpace config;
    private final Vectors vectors;
    private final Registers registers;
    private final List<VectorProof> proofs;
    private final long[] aliveNs;
    private final int[] waiting;                                    // a ring of vectors that may send
    private int waitingHead;
    private int waitingCount;
    private int inFlight;
    private long nowNs;
    private long tickNs;
    private long lastAliveNs;
    private long sent;
    private long injected;
    private long resets;
    private boolean wasOn;
    private boolean isStopped;

    /**
     * Loop of messages.
     *
     * @param vectors  that send
     * @param window   limit of the messages in flight
     * @param seed     of the order in which vectors send at first
     * @param settleNs time within which a message is looked at, ns
     * @param dropEach number of messages of which one is left out; 0 for none
     */
    public record Loop(int vectors, long window, long seed, long settleNs, long dropEach)
    {
    }

    /**
     * Makes a device after a reset.
     *
     * @param recorder takes its interrupts
     */
    public MsixDevice(final Loop loop, final RunLimit limit, final Recorder recorder)
    {
        this.loop = loop;
        this.limit = limit;
        registers = new Registers(loop.vectors(), loop.seed());
        config = new ConfigSpace(DEVICE, CLASS, registers.length(), loop.vectors());
        vectors = new Vectors(loop.vectors(), recorder);
        proofs = IntStream.range(0, loop.vectors())
            .mapToObj(vector -> new VectorProof(vector, loop.settleNs())).toList();
        aliveNs = new long[loop.vectors()];
        waiting = new int[loop.vectors()];
        shuffle();
    }

    private void shuffle()
    {
        final SplittableRandom random = new SplittableRandom(loop.seed());
        final IntArrayList left = new IntArrayList();
        IntStream.range(0, waiting.length).forEach(left::addInt);
        for (int i = 0; i < waiting.length; i++)
        {
            waiting[i] = left.fastUnorderedRemove((int)Long.remainderUnsigned(random.nextLong(), left.size()));
        }
        waitingHead = 0;
        waitingCount = waiting.length;
        inFlight = 0;
    }

    @Override
    public ConfigSpace config()
    {
        return config;
    }

    @Override
    public Vectors vectors()
    {
        return vectors;
    }

    @Override
    public void at(final long ns)
    {
        nowNs = ns;
    }

    @Override
    public void readBar(final int bar, final int offset, final ByteBuffer target)
    {
        if (bar == 0)
        {
            registers.read(offset, target);
        }
        else
        {
            while (target.hasRemaining())
            {
                target.put((byte)0);                                // the client keeps table and pending bits itself
            }
        }
    }

    @Override
    public void writeBar(final int bar, final int offset, final ByteBuffer source)
    {
        final boolean isWords = offset % Integer.BYTES == 0 && source.remaining() % Integer.BYTES == 0;
        if (bar != 0 || !isWords || source.remaining() > Long.BYTES)
        {
            return;
        }
        for (int at = offset; source.hasRemaining(); at += Integer.BYTES)
        {
            write(at, source.getInt());
        }
    }

    private void write(final int offset, final int value)
    {
        final int vector = registers.vector(offset);
        if (vector < 0)
        {
            if (offset == Registers.COMMAND)
            {
                registers.setCommand(value);
                lastAliveNs = nowNs;
            }
            return;
        }
        final int register = Registers.register(offset);
        if (register == Registers.SENT || register > Registers.ALIVE)
        {
            return;
        }
        registers.set(vector, register, value);
        if (register == Registers.ALIVE)
        {
            aliveNs[vector] = nowNs;
            lastAliveNs = nowNs;
        }
        else if (register == Registers.HANDLED)
        {
            proofs.get(vector).handle(value);
        }
        else if (register == Registers.LOOKED && proofs.get(vector).look(value, nowNs))
        {
            waitAgain(vector);
        }
    }

    private void waitAgain(final int vector)
    {
        inFlight--;
        waiting[(waitingHead + waitingCount) % waiting.length] = vector;
        waitingCount++;
    }

    @Override
    public void reset()
    {
        resets += registers.isSending() ? 1 : 0;
        proofs.forEach(VectorProof::reset);
        registers.reset();
        shuffle();
        wasOn = false;
    }

    @Override
    public boolean work()
    {
        if (nowNs - tickNs >= TICK_NS)
        {
            tick(Math.min(nowNs - tickNs, 2 * TICK_NS));
            tickNs = nowNs;
        }
        int done = 0;
        for (int i = 0; i < STEP_LIMIT && maySend(); i++)
        {
            final int vector = waiting[waitingHead];
            waitingHead = (waitingHead + 1) % waiting.length;
            waitingCount--;
            inFlight++;
            if (registers.get(vector, Registers.STATE) == 0)
            {
                waitAgain(vector);                                  // disabled: behind those that are not
            }
            else
            {
                send(vector);
                done++;
            }
        }

        return done > 0;
    }

    private boolean maySend()
    {
        return waitingCount > 0 && inFlight < loop.window() && config.isMsixEnabled() && registers.isSending() &&
            !limit.isOver(nowNs);
    }

    /** {@inheritDoc} Drops what is in flight when the guest switches MSI-X off. */
    @Override
    public void configured()
    {
        final boolean isOn = config.isMsixEnabled();
        if (wasOn && !isOn)
        {
            resets++;
            proofs.forEach(VectorProof::drop);
            shuffle();
        }
        wasOn = isOn;
    }

    private void send(final int vector)
    {
        limit.take(nowNs);
        sendAgain(vector);
    }

    private void sendAgain(final int vector)
    {
        final long number = proofs.get(vector).send(nowNs);
        registers.set(vector, Registers.SENT, (int)number);
        sent++;
        if (loop.dropEach() > 0 && sent % loop.dropEach() == 0)
        {
            injected++;
        }
        else
        {
            vectors.signal(vector);
        }
    }

    /** Lets time pass for the messages in flight of vectors that are enabled and whose handler is alive. */
    private void tick(final long ns)
    {
        for (int vector = 0; vector < loop.vectors(); vector++)
        {
            final boolean isRunning = registers.get(vector, Registers.STATE) == Registers.ENABLED &&
                nowNs - aliveNs[vector] < ALIVE_NS;
            if (isRunning && proofs.get(vector).settle(ns, nowNs))
            {
                sendAgain(vector);                                  // a repair
            }
        }
        isStopped |= inFlight > 0 && nowNs - lastAliveNs > loop.settleNs();
    }

    @Override
    public long nextNs()
    {
        return tickNs + TICK_NS;
    }

    @Override
    public boolean isOver()
    {
        return isStopped || (limit.isOver(nowNs) && inFlight == 0);
    }

    @Override
    public MsixResult end()
    {
        limit.end();

        return new MsixResult(proofs, injected, resets, isStopped);
    }
}
