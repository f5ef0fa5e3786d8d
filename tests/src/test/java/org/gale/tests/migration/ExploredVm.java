package org.gale.tests.migration;

import java.util.Arrays;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.gale.engine.command.MigrationOrder;
import org.gale.tables.memory.Mix;
import org.gale.tests.migration.Deed.Kind;

/**
 * VM that migrates once, driven by actions that may come in any order, next to a {@link PlainGuest} that says what each
 * of them has to do. A state is reached by its path from {@link #reset}. For one thread.
 */
final class ExploredVm implements AutoCloseable
{
    private final MigrationScope scope;
    private final Driven driven;
    private final MigrationOrder order;
    private final ExploredVectors vectors;
    private final int[] used = new int[Kind.values().length];
    private PlainGuest plain;
    private int failures;
    private String wrong;

    ExploredVm(final MigrationScope scope, final Driven driven, final MigrationOrder order)
    {
        this.scope = scope;
        this.driven = driven;
        this.order = order;
        this.vectors = new ExploredVectors(driven);
    }

    /** Begins anew: both vCPUs run, and nothing is pending. */
    void reset()
    {
        driven.reset();
        plain = new PlainGuest(driven.hasActive(), driven.vms());
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            plain.level(i, driven.isLevel(i));
            plain.place(i, PlainGuest.RUNS);
        }
        Arrays.fill(used, 0);
        failures = 0;
        wrong = null;
    }

    /** Reaches the state at the end of a path. */
    void replay(final int[] path, final int length)
    {
        reset();
        for (int i = 0; i < length; i++)
        {
            act(path[i]);
        }
    }

    /** Carries a path out and its closing, and returns the lines of a script that say it. */
    List<String> lines(final int[] path)
    {
        reset();
        driven.noting();
        for (final int action : path)
        {
            act(action);
        }
        if (ofState() == null && isClosed())
        {
            close(plain);
        }

        return driven.lines();
    }

    /** {@return a number that states have in common only if they behave alike} */
    long key()
    {
        long key = Mix.of(Mix.of(driven.digest(), plain.key()), plain.vectors().key());
        key = Mix.of(key, (driven.vm(0) << 8 | driven.vm(1)) << 4 | failures);
        key = Mix.of(key, messages() | used(Kind.ACKNOWLEDGE) << 4 | used(Kind.ENABLE) << 8 | used(Kind.MOVE) << 12);

        return Mix.of(key, masks() | used(Kind.BLOCK) << 4 | used(Kind.PUT) << 8 | routes() << 12 |
            used(Kind.RETARGET) << 16 | used(Kind.PASS) << 20);
    }

    /** Returns on how many interrupts, messages, entries or vCPUs a wrong order has acted. */
    long acted()
    {
        return driven.acted();
    }

    /** Returns what an action found that must not be, or null. */
    String wrong()
    {
        return wrong;
    }

    /** Returns whether the VM can be looked at: it is not between two steps. */
    boolean isClosed()
    {
        return !plain.isMigrating();
    }

    /** Returns what this state has that must not be, or null: a vCPU sleeps on an interrupt, or the books err. */
    String ofState()
    {
        for (int vcpu = 0; vcpu < PlainGuest.VCPUS && wrong == null && isClosed(); vcpu++)
        {
            if (plain.place(vcpu) == PlainGuest.BLOCKED && plain.best(vcpu) != PlainGuest.NONE &&
                !driven.isWoken(vcpu))
            {
                wrong = "vCPU " + vcpu + " sleeps while interrupt " + plain.best(vcpu) + " waits for it";
            }
        }

        if (wrong == null && order == MigrationOrder.RIGHT && driven.remainder() != 0)
        {
            wrong = "the books have a remainder of " + driven.remainder();
        }

        return wrong;
    }

    /** Adds the actions that are possible now. */
    void addPossible(final IntArrayList to)
    {
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            if (messages() < scope.most(Budget.MESSAGES) && !plain.isLevel(i))
            {
                to.addInt(Deed.of(Kind.MESSAGE, i));
            }
            if (!plain.isMigrating(i))
            {
                addSoftware(to, i);
                addVcpu(to, i);
            }
        }
        if (driven.hasVectors() && !plain.isHeldBack(PlainVectors.CARRIED))
        {
            addMonitor(to, plain.isMigrating(PlainVectors.CARRIED));
        }
        if (plain.isMigrating() || plain.isResumed())
        {
            to.addInt(Deed.of(Kind.STEP, 0));
        }
        for (int step = 0; step <= PlainGuest.RESUME && plain.mayMigrate(); step++)
        {
            if (step == 0 || (failures < scope.most(Budget.FAILURES) && isPossible(step)))
            {
                to.addInt(Deed.of(Kind.MIGRATE, step));
            }
        }
    }

    private boolean isPossible(final int failingStep)
    {
        return failingStep != PlainGuest.DESTROY || driven.mayFailToDestroy();
    }

    /** Adds what the monitor can do with an eventfd, which it takes after stop, too, and a pass before a migration. */
    private void addMonitor(final IntArrayList to, final boolean isOpen)
    {
        if (routes() < scope.most(Budget.ROUTES))
        {
            if (!isOpen)
            {
                to.addInt(Deed.of(Kind.ROUTE, PlainVectors.CARRIED));
            }
            if (isOpen || plain.vectors().isCounted(PlainVectors.CARRIED))
            {
                to.addInt(Deed.of(Kind.TAKE, PlainVectors.CARRIED));
            }
        }
        if (used(Kind.PASS) < scope.most(Budget.PASSES) && plain.mayMigrate())
        {
            to.addInt(Deed.of(Kind.PASS, 0));
        }
    }

    /** Adds what software can do with a vector. */
    private void addVector(final IntArrayList to, final int vector)
    {
        if (masks() < scope.most(Budget.MASKS))
        {
            to.addInt(Deed.of(Kind.MASK_VECTOR, vector));
            to.addInt(Deed.of(Kind.MASK_FUNCTION, vector));
        }
        if (used(Kind.RETARGET) < scope.most(Budget.RETARGETS) && plain.vectors().isMasked(vector))
        {
            to.addInt(Deed.of(Kind.RETARGET, vector));
        }
    }

    /** Adds what software can do with an interrupt, on a vCPU that runs. */
    private void addSoftware(final IntArrayList to, final int interrupt)
    {
        if (plain.runner(interrupt) == PlainGuest.NONE)
        {
            return;
        }
        if (plain.isLevel(interrupt) && messages() < scope.most(Budget.MESSAGES) && !plain.isPending(interrupt))
        {
            to.addInt(Deed.of(Kind.PEND, interrupt));
        }
        if (plain.isActive(interrupt) && !plain.isRunning(interrupt))
        {
            to.addInt(Deed.of(Kind.DEACTIVATE, interrupt));
        }
        if (used(Kind.ENABLE) < scope.most(Budget.ENABLES))
        {
            to.addInt(Deed.of(Kind.ENABLE, interrupt));
        }
        if (used(Kind.MOVE) < scope.most(Budget.MOVES))
        {
            to.addInt(Deed.of(Kind.MOVE, interrupt));
        }
        if (driven.hasVectors())
        {
            addVector(to, interrupt);
        }
    }

    private void addVcpu(final IntArrayList to, final int vcpu)
    {
        if (plain.place(vcpu) != PlainGuest.RUNS)
        {
            to.addInt(Deed.of(Kind.RUN, vcpu));
            return;
        }
        if (used(Kind.ACKNOWLEDGE) < scope.most(Budget.ACKNOWLEDGES) && plain.best(vcpu) != PlainGuest.NONE)
        {
            to.addInt(Deed.of(Kind.ACKNOWLEDGE, vcpu));
        }
        if (plain.running(vcpu) != PlainGuest.NONE)
        {
            to.addInt(Deed.of(Kind.DROP, vcpu));
        }
        if (used(Kind.MASK) < scope.most(Budget.MASKS) && !driven.hasVectors())
        {
            to.addInt(Deed.of(Kind.MASK, vcpu));
        }
        if (used(Kind.BLOCK) < scope.most(Budget.BLOCKS))
        {
            to.addInt(Deed.of(Kind.BLOCK, vcpu));
        }
        if (used(Kind.PUT) < scope.most(Budget.PUTS))
        {
            to.addInt(Deed.of(Kind.PUT, vcpu));
        }
    }

    private int messages()
    {
        return used(Kind.MESSAGE) + used(Kind.PEND);
    }

    private int masks()
    {
        return used(Kind.MASK) + used(Kind.MASK_VECTOR) + used(Kind.MASK_FUNCTION);
    }

    private int routes()
    {
        return used(Kind.ROUTE) + used(Kind.TAKE);
    }

    private int used(final Kind kind)
    {
        return used[kind.code()];
    }

    /** Carries an action out, on the machine and on the plain guest. */
    void act(final int action)
    {
        final Kind kind = Deed.kind(action);
        final int number = Deed.number(action);
        used[kind.code()]++;
        switch (kind)
        {
            case MESSAGE -> message(number);
            case PEND ->
            {
                driven.pend(plain.runner(number), number, true);
                plain.pend(number, true);
            }
            case ACKNOWLEDGE -> acknowledge(number);
            case DROP -> drop(number);
            case DEACTIVATE ->
            {
                driven.deactivate(plain.runner(number), number);
                plain.deactivate(number);
            }
            case ENABLE -> enable(number, !plain.isEnabled(number));
            case MOVE ->
            {
                driven.move(plain.runner(number), number, 1 - plain.target(number));
                plain.move(number, 1 - plain.target(number));
            }
            case MASK ->
            {
                driven.mask(number, !plain.isMasked(number));
                plain.mask(number, !plain.isMasked(number));
            }
            case RUN -> run(number);
            case PUT ->
            {
                driven.put(number);
                plain.place(number, PlainGuest.OUT);
            }
            case BLOCK ->
            {
                driven.block(number);
                plain.place(number, PlainGuest.BLOCKED);
            }
            case MIGRATE ->
            {
                failures += number == 0 ? 0 : 1;
                compareStep(driven.migrate(order, number), plain.migrate(number));
            }
            case STEP -> compareStep(driven.step(), plain.step());
            case PASS -> driven.pass();
            default -> vectors.act(kind, number, plain);
        }
    }

    private void message(final int event)
    {
        driven.message(event);
        plain.message(event, !driven.hasVectors() || plain.vectors().trigger(event));
    }

    private void run(final int vcpu)
    {
        driven.run(vcpu);
        plain.place(vcpu, PlainGuest.RUNS);
    }

    private void enable(final int interrupt, final boolean is)
    {
        driven.enable(plain.runner(interrupt), interrupt, is);
        plain.enable(interrupt, is);
    }

    private void drop(final int vcpu)
    {
        driven.drop(vcpu, plain.running(vcpu));
        plain.drop(vcpu);
    }

    private int acknowledge(final int vcpu)
    {
        final int is = driven.acknowledge(vcpu);
        final int expected = plain.acknowledge(vcpu);
        if (is != expected && wrong == null)
        {
            wrong = "vCPU " + vcpu + " acknowledges " + name(is) + ", not " + name(expected);
        }

        return expected;
    }

    private static String name(final int interrupt)
    {
        return interrupt == PlainGuest.NONE ? "nothing" : "interrupt " + interrupt;
    }

    private void compareStep(final int is, final int expected)
    {
        if (is != expected && wrong == null)
        {
            wrong = "a step of the migration replies " + is + ", not " + expected;
        }
    }

    /**
     * Compares everything, and then lets both vCPUs handle what is due: each interrupt that is pending, once. A message
     * of each event has to arrive after that. The state is another one then.
     *
     * @return what is wrong, or null
     */
    String ofClosed()
    {
        close(plain);

        return wrong;
    }

    private void close(final PlainGuest guest)
    {
        for (int vcpu = 0; vcpu < PlainGuest.VCPUS; vcpu++)
        {
            if (guest.place(vcpu) != PlainGuest.RUNS)
            {
                run(vcpu);
            }
        }
        for (int i = 0; i < PlainGuest.INTERRUPTS && wrong == null; i++)
        {
            final String is = driven.state(guest.firstOf(i), i);
            final String expected = driven.expected(guest, i);
            wrong = is.equals(expected) ? null : "interrupt " + i + " is " + is + ", not " + expected;
        }
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            if (!guest.isEnabled(i))
            {
                enable(i, true);
            }
            vectors.open(i, guest);
        }
        handleAll(guest);
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            if (guest.isLevel(i))
            {
                driven.pend(guest.firstOf(i), i, false);
                guest.pend(i, false);
            }
            if (guest.isActive(i))
            {
                driven.deactivate(guest.firstOf(i), i);
                guest.deactivate(i);
            }
        }
        handleAll(guest);
        for (int i = 0; i < PlainGuest.INTERRUPTS && wrong == null; i++)
        {
            if (!guest.isLevel(i))
            {
                message(i);
            }
        }
        handleAll(guest);
    }

    private void handleAll(final PlainGuest guest)
    {
        for (int vcpu = 0; vcpu < PlainGuest.VCPUS && wrong == null; vcpu++)
        {
            if (guest.isMasked(vcpu))
            {
                driven.mask(vcpu, false);
                guest.mask(vcpu, false);
            }
            while (guest.running(vcpu) != PlainGuest.NONE)
            {
                drop(vcpu);
            }
            while (wrong == null && acknowledge(vcpu) != PlainGuest.NONE && wrong == null)
            {
                drop(vcpu);
            }
        }
    }

    @Override
    public void close()
    {
        driven.close();
    }
}
