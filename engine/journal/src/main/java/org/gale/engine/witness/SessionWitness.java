package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;

/** Witnesses of a session together. Owned by the thread that owns the machine. */
public final class SessionWitness
{
    private final FunctionWitness functions;
    private final WireWitness wires;
    /** Null of a machine that is no GICv5. */
    private final Gicv5Witness interrupts;
    /** Null of a machine that is no GICv5. */
    private final VmTableWitness vms;
    /** Null of a machine that is no GICv5. */
    private final ResidencyWitness residents;
    private final WitnessSink sink;
    private final Machine machine;
    /** Null until the first command of KVM. */
    private KvmWitness guests;
    /** Null until the first command of KVM. */
    private MigrationWitness migrations;
    /** Null of a machine that is no GICv4 host. */
    private final DirectMigrationWitness direct;
    private final CommandCursor cursor = new CommandCursor();

    /**
     * Makes the witnesses of a machine, which take over what the machine holds now.
     *
     * @param sink       of what is not as it must be with functions and wires
     * @param interrupts takes the same of LPIs, SPIs and PPIs
     */
    public SessionWitness(final Machine machine, final WitnessSink sink, final InterruptSink interrupts)
    {
        this.machine = machine;
        this.sink = sink;
        functions = new FunctionWitness(machine, sink);
        wires = new WireWitness(machine, sink);
        this.interrupts = Gicv5Witness.of(machine, interrupts);
        direct = machine.queries() instanceof DirectQueries ? new DirectMigrationWitness(machine, sink) : null;
        vms = machine.queries() instanceof InterruptQueries queries ? new VmTableWitness(machine, queries, sink) : null;
        residents = vms == null ? null :
            new ResidencyWitness(InterruptQueries.of(machine), machine.config().pes(), sink);
    }

    /** Takes note of what has to be known before a command is applied alone. */
    public void before(final DirectBuffer frame, final int offset)
    {
        functions.before(frame, offset);
        wires.before(frame, offset);
        if (migrations != null)
        {
            migrations.before(frame, offset);
        }
        if (direct != null)
        {
            direct.before(frame, offset);
        }
        if (vms != null && CommandWord.opcode(frame.getLong(offset)) == CommandWord.STORE)
        {
            vms.before(frame, offset);
        }
    }

    /**
     * Follows a command that was applied alone, and compares. The log of the machine's outputs holds those of this
     * command.
     *
     * @param isTold true if the machine itself has reported a broken promise at this command, which is not told again
     */
    public void applied(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        functions.applied(frame, offset, isTold);
        wires.applied(frame, offset, isTold);
        if (interrupts != null)
        {
            interrupts.applied(frame, offset);
            if (mayChangeVms(CommandWord.opcode(frame.getLong(offset))))
            {
                vms.applied(frame, offset);
                residents.applied(frame, offset);
            }
            followGuests(frame, offset, isTold);
        }
        if (direct != null)
        {
            direct.applied(frame, offset);
        }
    }

    /** Returns whether a command may change VMs, or the VPEs that are resident: most commands do not. */
    private static boolean mayChangeVms(final int opcode)
    {
        return opcode == CommandWord.STORE || opcode == CommandWord.RAM || opcode == CommandWord.HOST ||
            opcode == CommandWord.SYSW;
    }

    private void followGuests(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        if (guests == null && KvmWitness.isVerb(frame.getLong(offset)))
        {
            guests = new KvmWitness(machine, InterruptQueries.of(machine), sink);
            migrations = new MigrationWitness(machine, InterruptQueries.of(machine), sink);
        }
        if (guests != null)
        {
            guests.applied(frame, offset, isTold);
            migrations.applied(frame, offset);
        }
    }

    /** Compares everything. */
    public void scan()
    {
        functions.scan();
        if (interrupts != null)
        {
            interrupts.scan();
        }
    }

    /** Returns whether any command between two offsets has to be applied alone, with {@link #before}. */
    public boolean concernsAny(final DirectBuffer frame, final int offset, final int endOffset)
    {
        boolean concerns = interrupts != null && !interrupts.isRetired();
        cursor.wrap(frame, offset, endOffset);
        while (!concerns && cursor.next())
        {
            concerns = functions.concerns(frame, cursor.offset()) || wires.concerns(frame, cursor.offset()) ||
                (direct != null && direct.concerns(frame.getLong(cursor.offset()))) ||
                (vms != null && (vms.concerns(frame, cursor.offset()) ||
                KvmWitness.isVerb(frame.getLong(cursor.offset())) ||
                (guests != null && guests.concerns(frame.getLong(cursor.offset())))));
        }

        return concerns;
    }
}
