package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Variant.Mistake;

/**
 * Affinity change of a vLPI, by the event's route and not by the state of its old target (V4-P-A1 to V4-P-A4). A move
 * consists of steps: messages, acknowledges and the host's handler may come between two of them. Transitions and guest
 * operations wait until the move has ended (V4-P-A5). From the first to the last phase of a swap the event is locked.
 * <pre>
 *   direct to direct       VMOVI                                               kick
 *   direct to forwarded    hold the source | swap, a phase each | release it | queue | kick
 *   forwarded to direct    hold the source if it lists the event | swap, a phase each | release it | kick
 *   forwarded to forwarded hold the source if it lists the event | queue at the target | release it | kick
 * </pre>
 */
final class Moves
{
    private static final int NONE = 0;
    private static final int HOLD = 1;
    private static final int CHANGE = 2;
    private static final int RELEASE = 3;
    private static final int QUEUE = 4;
    private static final int KICK = 5;

    private final V4ItsDriver driver;
    private final RouteSwap swap;
    private final V4Residency residency;
    private final Injection injection;
    private final VlpiCheck check;
    private final Variant variant;
    private Vlpi vlpi;
    private V4Vcpu from;
    private V4Vcpu to;
    private boolean isFromDirect;
    private boolean isHolding;
    private int next = NONE;
    private int phase;

    Moves(
        final V4ItsDriver driver,
        final RouteSwap swap,
        final V4Residency residency,
        final Injection injection,
        final VlpiCheck check,
        final Variant variant)
    {
        this.variant = variant;
        this.driver = driver;
        this.swap = swap;
        this.residency = residency;
        this.injection = injection;
        this.check = check;
    }

    /** Changes the target of a vLPI that is not in the gap of a swap. */
    void move(final Vlpi moved, final V4Vcpu target)
    {
        begin(moved, target);
        while (isOpen())
        {
            step();
        }
    }

    /** Opens a move without carrying out a step of it. A move to the same vCPU has no steps. */
    void begin(final Vlpi moved, final V4Vcpu target)
    {
        check.compare(moved);
        vlpi = moved;
        from = moved.target();
        to = target;
        isFromDirect = variant.is(Mistake.MOVE_BY_STATE) ? from.isDirect() : moved.isHw();
        isHolding = false;
        phase = 0;
        next = from == to ? NONE : isFromDirect && to.isDirect() ? CHANGE : HOLD;
    }

    boolean isOpen()
    {
        return next != NONE;
    }

    /** Carries out the next step of the open move. A step that has nothing to do is left out. */
    void step()
    {
        switch (next)
        {
            case HOLD:
                next = CHANGE;
                if (isFromDirect || vlpi.place() == Vlpi.LISTED)                // V4-P-A2 retracts a presented copy,
                {
                    hold();                                                     // V4-LL-7 folds the list registers
                }
                else
                {
                    change();
                }
                break;
            case CHANGE:
                change();
                break;
            case RELEASE:
                next = isFromDirect ? QUEUE : KICK;
                residency.release(from);
                break;
            case QUEUE:
                next = KICK;
                injection.queue(vlpi);
                break;
            case KICK:
                next = NONE;
                injection.kick(to);
                break;
            default:
                throw new IllegalStateException("no move is open");
        }
    }

    /**
     * Returns the progress of the open move as a number, for comparisons of states.
     *
     * @return the next step, the phase and what is held, 0 if no move is open
     */
    int key()
    {
        return isOpen() ? next | phase << 4 | (isHolding ? 1 << 8 : 0) | vlpi.vintid << 9 : 0;
    }

    private void hold()
    {
        residency.hold(from);
        isHolding = true;
    }

    private void change()
    {
        if (isFromDirect && to.isDirect())
        {
            driver.moveVirtual(vlpi.deviceId, vlpi.eventId,
                from.vpe.vpeId, to.vpe.vpeId, swap.doorbell(to.vpe));           // V4-P-A1
            from.vpe.vlpiCount += -1;
            to.vpe.vlpiCount += 1;
            retarget();
        }
        else if (isFromDirect)
        {
            swap.toSoftware(vlpi, phase);                                       // V4-P-A2
            nextPhase();
        }
        else
        {
            injection.dequeue(vlpi);
            if (to.isDirect())
            {
                swap.toVirtual(vlpi, to.vpe, phase);                            // V4-P-A3
                nextPhase();
            }
            else
            {
                retarget();                                                     // V4-P-A4
                injection.queue(vlpi);
            }
        }
    }

    private void nextPhase()
    {
        phase++;
        vlpi.locked(phase < swap.phases());
        if (phase == swap.phases())
        {
            vlpi.latch(vlpi.isLatched() && !variant.is(Mistake.MOVE_DROPS_PENDING));
            retarget();
        }
    }

    private void retarget()
    {
        vlpi.target(to);
        next = isHolding ? RELEASE : KICK;
    }
}
