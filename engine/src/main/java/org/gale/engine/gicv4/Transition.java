package org.gale.engine.gicv4;

import org.gale.engine.command.V4Step;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.memory.StateStream;

/**
 * The open transition of a vCPU between software-forwarded and direct injection, one protocol step at a time. At most
 * one is open. Its locks are those of V4-P-D1: between two steps messages, guest operations and vCPU operations come
 * in; inside the phases of one event's swap only messages do.
 * <pre>
 *   enable:   E1  E2 allocate  E3 map  E4 hold  E5 swap, per event  E6 release
 *   disable:  D1  D2 mark  D3 hold  D5 swap, per event  D6 unmap  D7 harvest  D8 queue  D9 free  D10 release
 * </pre>
 */
final class Transition
{
    private static final int NONE = 0;
    private static final int STAGE_SWAP = 5;
    private static final int STEPS_BASE = 8;
    private static final int STEPS_PER_VLPI = 4;

    private final EnableSteps enableSteps;
    private final DisableSteps disableSteps;
    private final RouteSwap swap;
    private final Variant variant;
    private Vcpu vcpu;
    private boolean isEnable;
    private int stage;
    private int cursor;
    private int gap;
    private int gapPhase;
    private int steps;
    private int stepLimit;
    private int errno;

    Transition(
        final EnableSteps enableSteps,
        final DisableSteps disableSteps,
        final RouteSwap swap,
        final Variant variant)
    {
        this.variant = variant;
        this.enableSteps = enableSteps;
        this.disableSteps = disableSteps;
        this.swap = swap;
    }

    boolean isOpen()
    {
        return vcpu != null;
    }

    /**
     * Returns the vCPU of the open transition, or null.
     */
    Vcpu vcpu()
    {
        return vcpu;
    }

    /**
     * Opens a transition and carries out its first step.
     *
     * @param enable true to enable direct injection, false to disable it
     * @return the code of the step
     */
    long begin(final Vcpu of, final boolean enable)
    {
        vcpu = of;
        isEnable = enable;
        stage = 1;
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
     * @return 0 or a negative errno
     */
    int finish()
    {
        long code = step();
        while (code > 0)
        {
            code = step();
        }

        return (int)code;
    }

    /**
     * Completes the swap of an event that is in its gap, so that its lock is free.
     */
    void closeGap()
    {
        while (gap != NONE)
        {
            swapPhase(vcpu.vm().vlpi(gap));
        }
    }

    void state(final StateStream stream, final Host host)
    {
        final int vm = stream.word32(vcpu == null ? -1 : vcpu.vm().number());
        final int index = stream.word32(vcpu == null ? -1 : vcpu.index());
        isEnable = stream.flag(isEnable);
        stage = stream.word32(stage);
        cursor = stream.word32(cursor);
        gap = stream.word32(gap);
        gapPhase = stream.word32(gapPhase);
        steps = stream.word32(steps);
        stepLimit = stream.word32(stepLimit);
        errno = stream.word32(errno);
        if (stream.isRestoring())
        {
            vcpu = vm < 0 ? null : host.vm(vm).vcpus()[index];
        }
    }

    /**
     * Returns the kind, vCPU and progress of the open transition as a number, for comparisons of states.
     *
     * @return the number, or −1 if no transition is open
     */
    long key()
    {
        return vcpu == null ? -1 : (isEnable ? 1 : 0) | (gap == NONE ? 0 : 2) | (long)vcpu.index() << 2 |
            (long)stage << 12 | (long)gapPhase << 16 | (long)-errno << 20 | (long)cursor << 28 |
            (long)(stepLimit - steps) << 52;
    }

    /**
     * Returns whether the next step can fail: an allocation, a mapping or the first phase of a swap.
     */
    boolean canFail()
    {
        final boolean isSwap = gap == NONE && (stage + 1 == STAGE_SWAP || stage == STAGE_SWAP) &&
            (isEnable ? enableSteps.nextToSwap(vcpu, cursor) : disableSteps.nextToSwap(vcpu, cursor)) != null;

        return isSwap || (isEnable && (stage == 1 || stage == 2));
    }

    /**
     * Returns whether the next step frees the vPE, which drains the handler of its doorbell first (V4-P-D9).
     */
    boolean frees()
    {
        return !isEnable && stage == 8;
    }

    private long next()
    {
        if (gap != NONE)
        {
            return code(swapPhase(vcpu.vm().vlpi(gap)));
        }
        if (stage + 1 == STAGE_SWAP || stage == STAGE_SWAP)
        {
            final Vlpi vlpi = isEnable ? enableSteps.nextToSwap(vcpu, cursor) : disableSteps.nextToSwap(vcpu, cursor);
            stage = STAGE_SWAP;
            if (vlpi != null && variant.failsNow())
            {
                return fail();
            }
            if (vlpi != null)
            {
                cursor = vlpi.vintid();
                gap = vlpi.vintid();
                gapPhase = 0;

                return code(swapPhase(vlpi));
            }
        }
        stage++;

        return isEnable ? enableStep() : disableStep();
    }

    /**
     * Reacts to a swap that failed. The steps of DISABLE undo ENABLE (V4-P-E7); DISABLE leaves the vCPU direct
     * (V4-P-D11).
     */
    private long fail()
    {
        errno = Errno.EIO;
        if (variant.is(isEnable ? Mistake.FAILED_ENABLE_RETURNS : Mistake.FAILED_DISABLE_RETURNS))
        {
            return abandon();
        }
        if (isEnable)
        {
            isEnable = false;
            vcpu.state(Vcpu.State.DISABLING);
            cursor = 0;

            return code(0);
        }
        disableSteps.giveBack(vcpu);

        return end();
    }

    /** Ends a failed transition at once, which is a deliberate mistake. */
    private long abandon()
    {
        disableSteps.abandon(vcpu, isEnable ? Vcpu.State.SOFTWARE : Vcpu.State.DIRECT);

        return end();
    }

    private long enableStep()
    {
        switch (stage)
        {
            case 2:
                errno = variant.failsNow() ? Errno.ENOMEM : enableSteps.allocate(vcpu);
                return errno == Errno.OK ? code(0) : end();
            case 3:
                return variant.failsNow() ? unallocate() : mapped();
            case 4:
                enableSteps.hold(vcpu);
                return code(0);
            case 6:
                enableSteps.release(vcpu);
                return code(0);
            default:
                return end();
        }
    }

    private long mapped()
    {
        enableSteps.map(vcpu);

        return code(0);
    }

    /** Frees all that was allocated for a vPE that could not be mapped (V4-P-E2). */
    private long unallocate()
    {
        disableSteps.free(vcpu);
        vcpu.state(Vcpu.State.SOFTWARE);
        errno = Errno.EIO;

        return end();
    }

    private long disableStep()
    {
        switch (stage)
        {
            case 2:
                vcpu.state(Vcpu.State.DISABLING);                               // V4-P-D2
                return code(0);
            case 3:
                disableSteps.hold(vcpu);
                stage = STAGE_SWAP - 1;                                         // V4-P-D4 is no action
                return code(3, 0);
            case 6:
                disableSteps.unmap(vcpu);
                return code(0);
            case 7:
                disableSteps.harvest(vcpu);
                return code(0);
            case 8:
                disableSteps.queue(vcpu);
                return code(0);
            case 9:
                disableSteps.free(vcpu);
                return code(0);
            case 10:
                disableSteps.release(vcpu);
                return code(0);
            default:
                return end();
        }
    }

    private int swapPhase(final Vlpi vlpi)
    {
        if (isEnable)
        {
            swap.toVirtual(vlpi, vcpu.vpe(), gapPhase);
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

        return vlpi.vintid();
    }

    private long end()
    {
        vcpu = null;

        return errno;
    }

    private long code(final int vintid)
    {
        return code(stage, vintid);
    }

    private long code(final int ofStage, final int vintid)
    {
        return V4Step.of(isEnable, ofStage, vintid);
    }

    private static int vlpiCount(final Vcpu of)
    {
        int count = 0;
        for (Vlpi vlpi = of.vm().nextVlpi(0); vlpi != null; vlpi = of.vm().nextVlpi(vlpi.vintid() + 1))
        {
            count += vlpi.target() == of ? 1 : 0;
        }

        return count;
    }
}
