package org.gale.tests.migration;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.gale.engine.witness.MigrationJudge;

/**
 * Machine with one VM, driven by what a device, a guest or a monitor does. Each command is applied to the machine, and
 * noted as the line of a script that says it. For one thread.
 */
abstract class Driven implements AutoCloseable
{
    static final int NONE = -1;
    static final int DEVICE = 3;
    static final int EVENT = 5;

    final UnsafeBuffer words = new UnsafeBuffer(new byte[256]);
    private final SetUp setUp;
    private final List<String> lines = new ArrayList<>();
    private final long[] values = new long[3];
    private Machine machine;
    private boolean isNoting;
    private boolean isJudged;
    private MigrationJudge judge;
    private final int[] vms = new int[2];

    /**
     * Makes a driver; {@link #reset} makes its machine.
     *
     * @param setUp makes the VM, whose number is 0, or two of them
     */
    Driven(final SetUp setUp)
    {
        this.setUp = setUp;
    }

    /** Begins anew with another machine. */
    final void reset()
    {
        close();
        machine = Machines.FACTORY.create(setUp.config());
        judge = isJudged ? new MigrationJudge(machine) : null;
        vms[0] = 0;
        vms[1] = 1;
        begin();
        for (final long[] command : setUp.commands())
        {
            for (int i = 0; i < command.length; i++)
            {
                words.putLong(i << 3, command[i]);
            }
            perform();
        }
        lines.clear();
    }

    /** Begins anew what a driver keeps beside its machine. */
    void begin()
    {
        // Most drivers keep nothing.
    }

    /** Notes lines from now on, those that make the VM first. */
    final void noting()
    {
        isNoting = true;
        lines.addAll(setUp.lines());
    }

    /** Has the judge of storms follow each command of the next machine. */
    final void judged()
    {
        isJudged = true;
    }

    /** {@return what the judge of storms has found, or the books of functions or VMs have lost, or null} */
    final String finding()
    {
        final MigrationJudge.Finding found = judge.found();
        final FunctionAccounts functions = machine.functions();
        final Accounts accounts = machine.accounts();
        long lost = 0;
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            lost += accounts.ledger(owner).lost();
        }

        return found != null ? found.promise() + ' ' + found.text() :
            functions.lost() != 0 ? "P1 " + functions.broken() :
            functions.broken() != null ? "P2 " + functions.broken() : lost != 0 ? "P1 LPIs lost: " + lost : null;
    }

    /** Returns the lines that were noted. */
    final List<String> lines()
    {
        return lines;
    }

    /** {@return the digest of the machine's state, whatever its history} */
    final long digest()
    {
        return machine.digest();
    }

    /** Returns how often the wrong order of the migration has acted, by the count of the machine. */
    final long acted()
    {
        return machine.controls().stream().mapToLong(Control::acted).sum();
    }

    /** Returns what is left of all that was offered, when everything is taken off that has a place (P6). */
    final long remainder()
    {
        final Accounts accounts = machine.accounts();
        long left = 0;
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            final Ledger ledger = accounts.ledger(owner);
            left += ledger.offered() - ledger.delivered() - ledger.coalesced() - ledger.withdrawnCleared() -
                ledger.withdrawnUnmapped() - ledger.carried() - accounts.pending(owner);
        }

        return left + ofFunctions();
    }

    /** Returns what is left of the events of functions, less the messages that were sent to an ITS. */
    private long ofFunctions()
    {
        final FunctionAccounts functions = machine.functions();

        return functions == null ? 0 : functions.offered() - functions.sent() - functions.held() -
            functions.coalescedAtEventfd() - functions.coalescedAtMask() - functions.notEnabled() -
            functions.unreachable() - functions.withdrawnCleared();
    }

    /** Returns the number of the VM, or of its successor. */
    final int vm()
    {
        return vms[0];
    }

    /** Returns the number of one of two VMs, or of its successor. */
    final int vm(final int index)
    {
        return vms[index];
    }

    /** Takes the number of the successor. */
    final void successor(final long number)
    {
        successor(0, number);
    }

    /** Takes the number of the successor of one of two VMs. */
    final void successor(final int index, final long number)
    {
        vms[index] = (int)number;
    }

    /** Returns the number of VMs, 1 or 2. */
    int vms()
    {
        return 1;
    }

    /** Returns whether an interrupt that is acknowledged is active until it is deactivated. */
    abstract boolean hasActive();

    /** Returns whether an interrupt is a level. */
    abstract boolean isLevel(int interrupt);

    /** Has the device send the message of an event. */
    abstract void message(int event);

    /** Makes a level pending, or not, by software that runs on a vCPU. */
    abstract void pend(int runner, int interrupt, boolean is);

    /** Acknowledges on a vCPU, and returns the interrupt, or NONE. */
    abstract int acknowledge(int vcpu);

    /** Drops the priority of a vCPU, which is that of an interrupt. */
    abstract void drop(int vcpu, int interrupt);

    /** Deactivates an interrupt by software that runs on a vCPU. */
    abstract void deactivate(int runner, int interrupt);

    /** Enables or disables an interrupt by software that runs on a vCPU. */
    abstract void enable(int runner, int interrupt, boolean is);

    /** Gives an interrupt to a vCPU by software that runs on one. */
    abstract void move(int runner, int interrupt, int vcpu);

    /** Sets the priority mask of a vCPU, or lets everything pass. */
    abstract void mask(int vcpu, boolean is);

    /** Has a vCPU enter its guest on the PE of its number. */
    abstract void run(int vcpu);

    /** Has a vCPU leave its guest. */
    abstract void put(int vcpu);

    /** Has a vCPU wait for an interrupt. */
    abstract void block(int vcpu);

    /** Returns whether a vCPU that waits was woken. */
    abstract boolean isWoken(int vcpu);

    /** Returns what the machine says of an interrupt to software on a vCPU, as words. */
    abstract String state(int runner, int interrupt);

    /** Returns the words of {@link #state} by a plain guest. */
    abstract String expected(PlainGuest plain, int interrupt);

    /** Returns whether messages are those of vectors, whose masks software has. */
    boolean hasVectors()
    {
        return false;
    }

    /** Returns whether destroying the source may fail. */
    boolean mayFailToDestroy()
    {
        return false;
    }

    /** Sets the mask bit of a vector, or clears it. */
    void maskVector(final int vector, final boolean is)
    {
        throw noVectors();
    }

    /** Sets the mask of the function of a vector, or clears it. */
    void maskFunction(final int vector, final boolean is)
    {
        throw noVectors();
    }

    /** Gives a vector one of its two messages. */
    void retarget(final int vector, final boolean isOther)
    {
        throw noVectors();
    }

    /** Makes the route of the eventfd of a vector, or drops it. */
    void route(final int vector, final boolean is)
    {
        throw noVectors();
    }

    /** Takes the eventfd of a vector. */
    void take(final int vector)
    {
        throw noVectors();
    }

    /** Sends tables before the migration. */
    void pass()
    {
        throw noVectors();
    }

    private static IllegalStateException noVectors()
    {
        return new IllegalStateException("no vectors here");
    }

    /** Begins the migration, and returns the number of the step, or FAILED of {@link PlainGuest}. */
    abstract int migrate(MigrationOrder order, int failing);

    /** Carries out the next step, and returns its number, or FAILED or OVER of {@link PlainGuest}. */
    abstract int step();

    /** Applies the command in the buffer. */
    final void apply(final String line)
    {
        note(line);
        perform();
    }

    private void perform()
    {
        machine.outputs().clear();
        if (judge != null)
        {
            judge.before(words, 0);
        }
        machine.apply(words, 0);
        if (judge != null)
        {
            judge.applied(words, 0);
        }
    }

    /** Applies the host verb in the buffer, which is not refused. */
    final void applyVerb(final String line)
    {
        final String refusal = verbs().refusal(words, 0);
        if (refusal != null)
        {
            throw new IllegalStateException(line + ": " + refusal);
        }
        apply(line);
    }

    /** Returns what the query in the buffer answers. */
    final String query(final String line)
    {
        note(line);

        return verbs().query(words, 0);
    }

    /** Returns whether the query in the buffer answers a number other than 0. No line says it. */
    final boolean holds()
    {
        return verbs().number(words, 0) != 0;
    }

    /** Returns the verbs of the command in the buffer. */
    private HostVerbs verbs()
    {
        return machine.hostVerbs(Commands.hostFamily(words.getLong(0)));
    }

    /** Returns a value of the last command, or NONE where it has none. */
    final long value(final int index)
    {
        return machine.outputs().values(values) > index ? values[index] : NONE;
    }

    private void note(final String line)
    {
        if (isNoting)
        {
            lines.add(line);
        }
    }

    @Override
    public final void close()
    {
        if (machine != null)
        {
            machine.close();
            machine = null;
        }
    }
}
