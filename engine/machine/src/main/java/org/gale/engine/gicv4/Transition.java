package org.gale.engine.gicv4;

import java.util.function.Consumer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.V4Step;
import org.gale.engine.gicv4.V4FaultInjection.Point;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * The open transition of a vCPU between software-forwarded and direct injection, one protocol step at a time. At most
 * one is open. Its locks are those of V4-P-D1: between two steps messages, guest operations and vCPU operations come
 * in; inside the phases of one event's swap only messages do. The steps and their order are those of {@link Step}.
 */
final class Transition
{
    private static final int NONE = 0;
    private static final int STEPS_BASE = 8;
    private static final int STEPS_PER_VLPI = 4;

    private final EnableSteps enableSteps;
    private final DisableSteps disableSteps;
    private final RouteSwap swap;
    private final V4FaultInjection faults;
    private final Variant variant;
    private V4Vcpu vcpu;
    private Step step = Step.CLOSED;
    private int cursor;
    private int gap;
    private int gapPhase;
    private int steps;
    private int stepLimit;
    private Errno errno = Errno.OK;

    /**
     * Step of a transition with its stage, its action and its successor, which stands above it. A swap is repeated per
     * event before. {@link V4Step} carries the stage, and a snapshot holds it.
     */
    private enum Step
    {
        CLOSED(false, 0, Transition::end, null),

        ENABLED(true, 7, Transition::end, null),
        E6(true, 6, of -> of.enableSteps.release(of.vcpu), ENABLED),
        E5(true, 5, Transition::beginSwap, E6),
        E4(true, 4, of -> of.enableSteps.hold(of.vcpu), E5),
        E3(true, 3, Transition::map, E4),
        E2(true, 2, Transition::allocate, E3),
        E1(true, 1, Transition::begun, E2),

        DISABLED(false, 11, Transition::end, null),
        D10(false, 10, of -> of.disableSteps.release(of.vcpu), DISABLED),
        D9(false, 9, of -> of.disableSteps.free(of.vcpu), D10),
        D8(false, 8, of -> of.disableSteps.queue(of.vcpu), D9),
        D7(false, 7, of -> of.disableSteps.harvest(of.vcpu), D8),
        D6(false, 6, of -> of.disableSteps.unmap(of.vcpu), D7),
        D5(false, 5, Transition::beginSwap, D6),
        /** A snapshot holds stage 4 after it: V4-P-D4 is no action. */
        D3(false, 3, 4, of -> of.disableSteps.hold(of.vcpu), D5),
        D2(false, 2, of -> of.vcpu.state = V4Vcpu.State.DISABLING, D3),         // V4-P-D2
        D1(false, 1, Transition::begun, D2);

        private static final Step[] STEPS = values();

        private final boolean isEnable;
        private final int stage;
        private final int savedStage;
        @SuppressWarnings("ImmutableEnumChecker")                               // a method of the transition: no state
        private final Consumer<Transition> action;
        private final Step successor;

        Step(final boolean isEnable, final int stage, final Consumer<Transition> action, final Step successor)
        {
            this(isEnable, stage, stage, action, successor);
        }

        Step(
            final boolean isEnable,
            final int stage,
            final int savedStage,
            final Consumer<Transition> action,
            final Step successor)
        {
            this.isEnable = isEnable;
            this.stage = stage;
            this.savedStage = savedStage;
            this.action = action;
            this.successor = successor;
        }

        boolean isSwap()
        {
            return this == E5 || this == D5;
        }

        /** Returns the step that comes next, if events remain to be swapped. */
        Step following()
        {
            return isSwap() ? this : successor;
        }

        static Step ofSaved(final boolean isEnable, final int savedStage)
        {
            for (final Step step : STEPS)
            {
                if (step.isEnable == isEnable && step.savedStage == savedStage)
                {
                    return step;
                }
            }

            throw new StateException("no such stage of a transition: " + savedStage);
        }
    }

    Transition(
        final EnableSteps enableSteps,
        final DisableSteps disableSteps,
        final RouteSwap swap,
        final V4FaultInjection faults,
        final Variant variant)
    {
        this.faults = faults;
        this.variant = variant;
        this.enableSteps = enableSteps;
        this.disableSteps = disableSteps;
        this.swap = swap;
    }

    boolean isOpen()
    {
        return vcpu != null;
    }

    /** Returns the vCPU of the open transition, or null. */
    V4Vcpu vcpu()
    {
        return vcpu;
    }

    /**
     * Opens a transition and carries out its first step.
     *
     * @param enable true to enable direct injection, false to disable it
     * @return the code of the step
     */
    long begin(final V4Vcpu of, final boolean enable)
    {
        vcpu = of;
        step = enable ? Step.E1 : Step.D1;
        cursor = 0;
        gap = NONE;
        steps = 1;
        stepLimit = STEPS_BASE + STEPS_PER_VLPI * vlpiCount(of);
        errno = Errno.OK;

        return code(0);
    }

    /**
     * Carries out one more step. A transition that took many moves on its way runs to its end in the last step that
     * its limit allows.
     *
     * @return the code of the step, {@link V4Step#ENDED}, or a negative errno if the transition failed
     */
    long step()
    {
        if (vcpu == null)
        {
            return V4Step.ENDED;
        }
        long code = next();
        steps++;
        while (code > 0 && steps > stepLimit)
        {
            code = next();
        }

        return code;
    }

    /**
     * Runs the transition to its end.
     *
     * @return why it failed, or OK
     */
    Errno finish()
    {
        long code = step();
        while (code > 0)
        {
            code = step();
        }

        return errno;
    }

    /** Completes the swap of an event that is in its gap, so that its lock is free. */
    void closeGap()
    {
        while (gap != NONE)
        {
            swapPhase(vcpu.vm.vlpi(gap));
        }
    }

    void state(final StateStream stream, final HostVms vms)
    {
        final int vm = stream.word32(vcpu == null ? -1 : vcpu.vm.number);
        final int index = stream.word32(vcpu == null ? -1 : vcpu.index);
        final boolean isEnable = stream.flag(step.isEnable);
        final int stage = stream.word32(step.savedStage);
        cursor = stream.word32(cursor);
        gap = stream.word32(gap);
        gapPhase = stream.word32(gapPhase);
        steps = stream.word32(steps);
        stepLimit = stream.word32(stepLimit);
        errno = errno(stream.word32(errno.word()));
        if (stream.isRestoring())
        {
            vcpu = vm < 0 ? null : vms.vm(vm).vcpus[index];
            step = Step.ofSaved(isEnable, stage);
        }
    }

    /**
     * Returns the kind, vCPU and progress of the open transition as a number, for comparisons of states.
     *
     * @return the number, or −1 if no transition is open
     */
    long key()
    {
        return vcpu == null ? -1 : (step.isEnable ? 1 : 0) | (gap == NONE ? 0 : 2) | (long)vcpu.index << 2 |
            (long)step.savedStage << 12 | (long)gapPhase << 16 | (long)-errno.word() << 20 | (long)cursor << 28 |
            (long)(stepLimit - steps) << 52;
    }

    /** Returns where the next step can fail, an allocation, a mapping or the first phase of a swap, or null. */
    Point failurePoint()
    {
        return switch (step.following())
        {
            case E2 -> Point.E2;
            case E3 -> Point.E3;
            case E5, D5 -> gap == NONE && nextToSwap() != null ? swapPoint() : null;
            default -> null;
        };
    }

    /** Returns whether the next step frees the vPE, which drains the handler of its doorbell first (V4-P-D9). */
    boolean frees()
    {
        return step == Step.D8;
    }

    private static Errno errno(final int word)
    {
        final Errno saved = Errno.of(word);
        if (saved == null)
        {
            throw new StateException("no such errno: " + word);
        }

        return saved;
    }

    private long next()
    {
        if (gap != NONE)
        {
            return code(swapPhase(vcpu.vm.vlpi(gap)));
        }
        step = step.following();
        if (step.isSwap() && nextToSwap() == null)
        {
            step = step.successor;
        }
        step.action.accept(this);

        return vcpu == null ? errno.word() : code(step.isSwap() ? cursor : 0);
    }

    private Vlpi nextToSwap()
    {
        return step.isEnable ? enableSteps.nextToSwap(vcpu, cursor) : disableSteps.nextToSwap(vcpu, cursor);
    }

    /** Carries out the first phase of the next event's swap. */
    private void beginSwap()
    {
        if (faults.fails(swapPoint()))
        {
            failSwap();
            return;
        }
        final Vlpi vlpi = nextToSwap();
        cursor = vlpi.vintid;
        gap = vlpi.vintid;
        gapPhase = 0;
        swapPhase(vlpi);
    }

    /** Returns where a swap fails. The swaps that undo an ENABLE are none of a DISABLE. */
    private Point swapPoint()
    {
        if (errno != Errno.OK)
        {
            return Point.UNDO;
        }

        return step.isEnable ? Point.E5 : Point.D5;
    }

    /**
     * Reacts to a swap that failed. The steps of DISABLE undo ENABLE (V4-P-E7); DISABLE leaves the vCPU direct
     * (V4-P-D11).
     */
    private void failSwap()
    {
        errno = Errno.EIO;
        if (variant.is(step.isEnable ? Mistake.FAILED_ENABLE_RETURNS : Mistake.FAILED_DISABLE_RETURNS))
        {
            disableSteps.abandon(vcpu, step.isEnable ? V4Vcpu.State.SOFTWARE : V4Vcpu.State.DIRECT);
            end();
        }
        else if (step.isEnable)
        {
            vcpu.state = V4Vcpu.State.DISABLING;
            step = Step.D5;
            cursor = 0;
        }
        else
        {
            disableSteps.giveBack(vcpu);
            end();
        }
    }

    /** Does nothing: {@link #begin} has opened the transition. */
    private void begun()
    {
        assert vcpu != null;
    }

    private void allocate()
    {
        errno = enableSteps.allocate(vcpu);
        if (errno != Errno.OK)
        {
            end();
        }
    }

    /** Maps the vPE, or frees all that was allocated for one that could not be mapped (V4-P-E2). */
    private void map()
    {
        if (faults.fails(Point.E3))
        {
            disableSteps.free(vcpu);
            vcpu.state = V4Vcpu.State.SOFTWARE;
            errno = Errno.EIO;
            end();
        }
        else
        {
            enableSteps.map(vcpu);
        }
    }

    private void end()
    {
        vcpu = null;
    }

    private int swapPhase(final Vlpi vlpi)
    {
        if (step.isEnable)
        {
            swap.toVirtual(vlpi, vcpu.vpe, gapPhase);
        }
        else
        {
            swap.toSoftware(vlpi, gapPhase);
        }
        gapPhase++;
        if (gapPhase == swap.phases())
        {
            gap = NONE;
        }
        vlpi.locked(gap != NONE);

        return vlpi.vintid;
    }

    private long code(final int vintid)
    {
        return V4Step.of(step.isEnable, step.stage, vintid);
    }

    private static int vlpiCount(final V4Vcpu of)
    {
        int count = 0;
        for (Vlpi vlpi = of.vm.nextVlpi(0); vlpi != null; vlpi = of.vm.nextVlpi(vlpi.vintid + 1))
        {
            count += vlpi.target() == of ? 1 : 0;
        }

        return count;
    }
}
