package org.gale.tests.migration;

import java.util.Arrays;

/**
 * Witness of an exploration: two interrupts and two vCPUs as the architecture has them, on which a migration has no
 * effect at all. It holds plain numbers and reads nothing of the machine. A message makes its interrupt pending, an
 * acknowledge takes the best one, and a migration is a row of replies. Owned by one thread.
 */
final class PlainGuest
{
    static final int VCPUS = 2;
    static final int INTERRUPTS = 2;
    static final int NONE = -1;
    /** Priority that a vCPU's mask lets pass, beside the best one. */
    static final int MASK = 8;

    /** Reply of a step that fails. */
    static final int FAILED = -1;
    /** Reply of a step where none is left. */
    static final int OVER = 0;
    static final int QUIET = 2;
    static final int SAVE = 3;
    static final int DESTROY = 4;
    static final int RESUME = 6;

    static final int OUT = 0;
    static final int RUNS = 1;
    static final int BLOCKED = 2;

    private static final int ENDED = 7;
    private static final int[] PRIORITIES = {4, 12};
    private static final int LOWEST = 32;

    private final boolean hasActive;
    private final int vms;
    private final boolean[] pending = new boolean[INTERRUPTS];
    private final boolean[] active = new boolean[INTERRUPTS];
    private final boolean[] enabled = new boolean[INTERRUPTS];
    private final boolean[] level = new boolean[INTERRUPTS];
    private final int[] target = new int[INTERRUPTS];
    /** Interrupts whose priorities run, the last one on top: two bits each, 0 at the bottom. */
    private final int[] running = new int[VCPUS];
    private final int[] place = new int[VCPUS];
    private final boolean[] masked = new boolean[VCPUS];
    /** Vectors whose messages make the interrupts pending; open at first, and so for devices without vectors. */
    private final PlainVectors vectors = new PlainVectors();
    /** VM that migrates, or will do so next. */
    private int migrating;
    private int done;
    private int failing;

    /**
     * Makes a guest whose interrupts are enabled, each of the vCPU of its number.
     *
     * @param hasActive true if an interrupt that is acknowledged is active until it is deactivated
     * @param vms       1, or 2 where each interrupt is of the VM of the vCPU of its number; they migrate in turn
     */
    PlainGuest(final boolean hasActive, final int vms)
    {
        this.hasActive = hasActive;
        this.vms = vms;
        Arrays.fill(enabled, true);
        for (int interrupt = 0; interrupt < INTERRUPTS; interrupt++)
        {
            target[interrupt] = interrupt;
        }
    }

    /** Returns the priority of an interrupt; lower is better. */
    static int priority(final int interrupt)
    {
        return PRIORITIES[interrupt];
    }

    boolean isPending(final int interrupt)
    {
        return pending[interrupt];
    }

    boolean isActive(final int interrupt)
    {
        return active[interrupt];
    }

    boolean isEnabled(final int interrupt)
    {
        return enabled[interrupt];
    }

    boolean isLevel(final int interrupt)
    {
        return level[interrupt];
    }

    int target(final int interrupt)
    {
        return target[interrupt];
    }

    int place(final int vcpu)
    {
        return place[vcpu];
    }

    boolean isMasked(final int vcpu)
    {
        return masked[vcpu];
    }

    void level(final int interrupt, final boolean is)
    {
        level[interrupt] = is;
    }

    void pend(final int interrupt, final boolean is)
    {
        pending[interrupt] = is;
    }

    /** Takes what became of an event: its message makes the interrupt pending, if it leaves. */
    void message(final int interrupt, final boolean leaves)
    {
        pending[interrupt] |= leaves;
    }

    PlainVectors vectors()
    {
        return vectors;
    }

    void enable(final int interrupt, final boolean is)
    {
        enabled[interrupt] = is;
    }

    void move(final int interrupt, final int vcpu)
    {
        target[interrupt] = vcpu;
    }

    void mask(final int vcpu, final boolean is)
    {
        masked[vcpu] = is;
    }

    void place(final int vcpu, final int where)
    {
        place[vcpu] = where;
    }

    void deactivate(final int interrupt)
    {
        active[interrupt] = false;
    }

    /** Returns the interrupt that a vCPU would acknowledge, or NONE. */
    int best(final int vcpu)
    {
        int best = NONE;
        for (int interrupt = 0; interrupt < INTERRUPTS; interrupt++)
        {
            final int priority = PRIORITIES[interrupt];
            final boolean isFirst = best == NONE || priority < PRIORITIES[best];
            final boolean passes = (!masked[vcpu] || priority <= MASK) && priority < runningPriority(vcpu);
            best = isFirst && passes && target[interrupt] == vcpu && pending[interrupt] && enabled[interrupt] &&
                !active[interrupt] ? interrupt : best;
        }

        return best;
    }

    /** Acknowledges the best interrupt of a vCPU and returns it, or NONE. */
    int acknowledge(final int vcpu)
    {
        final int interrupt = best(vcpu);
        if (interrupt != NONE)
        {
            pending[interrupt] = level[interrupt];
            active[interrupt] = hasActive;
            running[vcpu] = running[vcpu] << 2 | (interrupt + 1);
        }

        return interrupt;
    }

    /** Returns the interrupt whose priority runs on a vCPU, or NONE. */
    int running(final int vcpu)
    {
        return (running[vcpu] & 3) - 1;
    }

    void drop(final int vcpu)
    {
        running[vcpu] >>>= 2;
    }

    /** Returns whether a vCPU runs the priority of an interrupt, on top or below. */
    boolean isRunning(final int interrupt)
    {
        boolean is = false;
        for (int vcpu = 0; vcpu < VCPUS; vcpu++)
        {
            is |= (running[vcpu] & 3) == interrupt + 1 || running[vcpu] >>> 2 == interrupt + 1;
        }

        return is;
    }

    private int runningPriority(final int vcpu)
    {
        final int interrupt = running(vcpu);

        return interrupt == NONE ? LOWEST : PRIORITIES[interrupt];
    }

    /** Returns a vCPU that runs and is of the VM of an interrupt, or NONE. */
    int runner(final int interrupt)
    {
        final int first = firstOf(interrupt);

        return place[first] == RUNS ? first : vms == 1 && place[1] == RUNS ? 1 : NONE;
    }

    /** Returns the first vCPU of the VM of an interrupt or a vCPU. */
    int firstOf(final int number)
    {
        return vms == 1 ? 0 : number;
    }

    /** Returns whether a migration is between two steps. */
    boolean isMigrating()
    {
        return done != 0 && done < RESUME;
    }

    /** Returns whether the VM of an interrupt or a vCPU is between two steps, so that no vCPU is in its guest. */
    boolean isMigrating(final int number)
    {
        return isMigrating() && firstOf(number) == migrating;
    }

    /** Returns whether the VM of an interrupt is between two steps, and its messages are held back. */
    boolean isHeldBack(final int interrupt)
    {
        return isMigrating(interrupt) && done >= QUIET;
    }

    /** Returns whether the VM is another one, and the last step was not carried out. */
    boolean isResumed()
    {
        return done == RESUME;
    }

    /** Returns whether a migration can begin. */
    boolean mayMigrate()
    {
        return done == 0;
    }

    /** Begins a migration and returns what the first step replies. */
    int migrate(final int failingStep)
    {
        failing = failingStep;

        return step();
    }

    /** Returns what the next step replies: its number, FAILED, or OVER. */
    int step()
    {
        final int next = done + 1;
        if (done >= RESUME)
        {
            final boolean isLast = migrating == vms - 1;
            migrating += isLast ? 0 : 1;
            done = isLast ? ENDED : 0;
            return OVER;
        }
        if (failing == next)
        {
            failing = 0;
            done = next <= SAVE ? 0 : DESTROY;
            return FAILED;
        }
        done = next;

        return next;
    }

    /** {@return the state as a number, without the vectors} */
    long key()
    {
        long key = (migrating * 8L + done) * 8L + failing;
        for (int i = 0; i < INTERRUPTS; i++)
        {
            key = key * 32 + (pending[i] ? 1 : 0) + (active[i] ? 2 : 0) + (enabled[i] ? 4 : 0) + target[i] * 8L +
                (level[i] ? 16 : 0);
            key = key * 128 + running[i] * 8L + place[i] * 2L + (masked[i] ? 1 : 0);
        }

        return key;
    }
}
