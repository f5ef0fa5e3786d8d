package org.gale.engine.device.msix;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.device.pci.ConfigSpace;
import org.gale.engine.device.pci.FunctionBase;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.device.pci.Vectors;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.proof.VectorProof;

/**
 * Device that sends messages, in a closed loop or in an open one. A vector is silent behind a burst until its last
 * message was looked at; in the closed loop each message is a burst, and at most a window of them is in flight. Owner:
 * the answering thread.
 */
public final class MsixDevice extends FunctionBase<MsixResult>
{
    private static final int DEVICE = 0x10f0;
    private static final int CLASS = 0xff0000;
    private static final int STEP_LIMIT = 32;
    private static final long ALIVE_NS = 1_000_000_000;
    private static final long TICK_NS = 10_000_000;
    /** Time to the next tick: it may be a millisecond late, since a wait of less than one is spent spinning. */
    private static final long WAIT_NS = TICK_NS + 1_000_000;

    private final MessageLoop loop;
    private final RunLimit limit;
    private final Pace pace;
    private final Registers registers;
    private final List<VectorProof> proofs;
    private final long[] aliveNs;
    private int inFlight;                                           // vectors with messages that nobody has looked at
    private long tickNs;
    private long silentNs;                                          // without a live handler, of this thread's time
    private long sent;
    private long dropsDue;
    private long injected;
    private long resets;
    private boolean wasOn;
    private boolean hasEnded;
    private boolean isHushed;
    private boolean isStopped;

    /**
     * Makes a device after a reset.
     *
     * @param history  of the run
     * @param recorder takes its interrupts
     */
    public MsixDevice(
        final MessageLoop loop, final RunLimit limit, final DeviceHistory history, final Recorder recorder)
    {
        this(loop, limit, history, new Registers(loop.vectors(), loop.seed()), recorder);
    }

    private MsixDevice(final MessageLoop loop, final RunLimit limit, final DeviceHistory history,
        final Registers registers, final Recorder recorder)
    {
        super(new ConfigSpace(DEVICE, CLASS, registers.length(), loop.hasPin() ? 0 : loop.vectors()),
            new Vectors(loop.vectors(), recorder));
        this.loop = loop;
        this.limit = limit;
        this.registers = registers;
        pace = new Pace(loop);
        proofs = IntStream.range(0, loop.vectors())
            .mapToObj(vector -> new VectorProof(vector, loop.isClosed(), loop.settleNs(), history)).toList();
        aliveNs = new long[loop.vectors()];
        pace.begin();
    }

    @Override
    protected byte read(final int offset)
    {
        return registers.read(offset);
    }

    @Override
    protected void write(final int offset, final int value)
    {
        final int vector = registers.vector(offset);
        if (vector < 0)
        {
            if (offset == Registers.COMMAND && value == Registers.RESETS)
            {
                reset();
            }
            else if (offset == Registers.COMMAND)
            {
                registers.setCommand(value);
                silentNs = 0;
                pace.resume(nowNs());
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
            aliveNs[vector] = nowNs();
            silentNs = 0;
        }
        else if (register == Registers.HANDLED)
        {
            proofs.get(vector).handle(value);
        }
        else if (register == Registers.LOOKED)
        {
            look(vector, value);
        }
    }

    private void look(final int vector, final int number)
    {
        final VectorProof proof = proofs.get(vector);
        final boolean wasSilent = proof.isSilent();
        if (proof.look(number, nowNs()) > 0 && !proof.isPending())
        {
            inFlight--;
            vectors().pin().set(false);
            if (wasSilent)
            {
                pace.add(vector);
            }
        }
    }

    @Override
    public void reset()
    {
        resets += registers.isSending() ? 1 : 0;
        proofs.forEach(VectorProof::reset);
        vectors().pin().set(false);
        registers.reset();
        wasOn = false;
        inFlight = 0;
        pace.begin();
    }

    @Override
    public boolean work()
    {
        if (nowNs() - tickNs >= TICK_NS)
        {
            final long ns = Math.min(nowNs() - tickNs, 2 * TICK_NS);
            tickNs = nowNs();
            if (!hasEnded)
            {
                tick(ns);
            }
        }
        if (!isHushed && limit.isOver(nowNs()))
        {
            proofs.forEach(VectorProof::hush);
            isHushed = true;
        }
        int done = 0;
        for (int i = 0; i < STEP_LIMIT && maySend(); i++)
        {
            final int vector = pace.take();
            if (registers.get(vector, Registers.STATE) == 0)
            {
                pace.add(vector);                                   // disabled: behind those that are not
            }
            else
            {
                final long intendedNs = pace.dueNs(nowNs());
                final boolean isLast = pace.sends(vector);
                limit.take(nowNs());
                inFlight += proofs.get(vector).isPending() ? 0 : 1;
                send(vector, intendedNs, isLast);
                if (!isLast)
                {
                    pace.add(vector);
                }
                done++;
            }
        }

        return done > 0;
    }

    private boolean maySend()
    {
        return pace.isAny() && pace.dueNs(nowNs()) <= nowNs() && (!loop.isClosed() || inFlight < loop.window()) &&
            isOn() && registers.isSending() && !limit.isOver(nowNs());
    }

    /** {@inheritDoc} Drops what is in flight when the guest switches MSI-X off. */
    @Override
    public void configured()
    {
        final boolean isOn = isOn();
        if (wasOn && !isOn)
        {
            resets++;
            proofs.forEach(VectorProof::drop);
            inFlight = 0;
            pace.begin();
        }
        if (isOn && !wasOn)
        {
            pace.resume(nowNs());
        }
        wasOn = isOn;
    }

    private void send(final int vector, final long intendedNs, final boolean isLast)
    {
        sent++;
        final boolean isLeftOut = isLeftOut(isLast);
        final long number = proofs.get(vector).send(intendedNs, nowNs(), isLast, isLeftOut);
        registers.set(vector, Registers.SENT, (int)number);
        if (!isLeftOut && loop.hasPin())
        {
            vectors().pin().set(true);
        }
        else if (!isLeftOut)
        {
            vectors().signal(vector);
        }
    }

    /** Returns whether a message is left out on purpose: one of so many, each second one only before a silence. */
    private boolean isLeftOut(final boolean isLast)
    {
        dropsDue += loop.dropEach() > 0 && sent % loop.dropEach() == 0 ? 1 : 0;
        final boolean isDue = dropsDue > injected && (isLast || injected % 2 == 1);
        injected += isDue ? 1 : 0;

        return isDue;
    }

    /** Lets time pass, in which this thread ran, for silent vectors that are enabled and whose handler is alive. */
    private void tick(final long ns)
    {
        for (int vector = 0; vector < loop.vectors() && !config().isMsixMasked(); vector++)
        {
            final boolean isRunning = registers.get(vector, Registers.STATE) == Registers.ENABLED &&
                nowNs() - aliveNs[vector] < ALIVE_NS;
            if (isRunning && proofs.get(vector).settle(ns, nowNs()))
            {
                send(vector, nowNs(), true);                        // a repair
            }
        }
        silentNs += ns;
        isStopped |= inFlight > 0 && silentNs > loop.settleNs();
    }

    @Override
    public long nextNs()
    {
        final long nextTickNs = inFlight > 0 ? tickNs + WAIT_NS : Long.MAX_VALUE;   // else nothing settles

        return maySendLater() ? Math.min(pace.dueNs(nowNs()), nextTickNs) : nextTickNs;
    }

    private boolean maySendLater()
    {
        return pace.isAny() && !loop.isClosed() && registers.isSending() && isOn() && !limit.isOver(nowNs());
    }

    /** Returns whether messages may be sent: a guest disables the pin while it handles an interrupt. */
    private boolean isOn()
    {
        return config().isMsixEnabled() || loop.hasPin();
    }

    @Override
    public boolean isOver()
    {
        return isStopped || (limit.isOver(nowNs()) && inFlight == 0);
    }

    @Override
    public MsixResult end()
    {
        hasEnded = true;                                            // no repair follows the report
        limit.end();
        registers.end();

        return new MsixResult(
            proofs, vectors().merged(), injected, loop.dropEach() > 0, loop.isClosed(), resets, isStopped);
    }
}
