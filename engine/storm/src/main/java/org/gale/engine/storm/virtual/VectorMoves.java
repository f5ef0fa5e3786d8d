package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.agrona.collections.IntArrayList;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.FunctionPlaces;
import org.gale.engine.storm.topology.SpareLpis;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccIcsrEl1;
import org.gale.tables.register.SystemRegister;

/**
 * Moves of vectors to other vCPUs, by instructions of the first vCPU of the VM that is in its guest. The law of moves
 * is given the moment from which on the guest has a handler on the new vCPU alone. Owned by one thread.
 * <pre>
 *   right           CDAFF  GSB SYS
 *   forget-pending  CDDIS  CDPEND(0)  CDAFF  CDEN  GSB SYS
 *   no-sync         handler moves ........ 100us ........ CDAFF  GSB SYS
 *   two-stores      first store .......... 100us ........ second store  CDAFF  GSB SYS
 * </pre>
 * By the translation entry of its event a vector gets its other LPI, which nobody has raised. The right order carries
 * over what is pending. An LPI that is active keeps its vector, and moves itself: another LPI would be signalled while
 * its handler runs.
 * <pre>
 *   CDAFF other  GSB SYS  entry  INV  SYNC  CDRCFG old  [CDPEND(0) old  CDPEND(1) other]  GSB SYS
 * </pre>
 */
final class VectorMoves
{
    private static final String TRIAL = "1s";
    /** Messages of a vector of a function: the events after those of all vectors have no translation. */
    private static final int MESSAGES = 2;

    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final VirtualHost host;
    private final VirtualClock clock;
    private final EventTargets targets;
    private final PendingLpis pending;
    private final CostDraws costs;
    private final FunctionPlaces places;                            // null where devices send messages themselves
    private final TranslationEntries entries;
    private final List<Open> open = new ArrayList<>();
    private final Map<MoveOrder, Long> acted = new EnumMap<>(MoveOrder.class);
    private final IntArrayList changed = new IntArrayList();        // vCPUs that got vectors, in the batch in hand
    private long spentNs;                                           // by the batch in hand
    private int pe;                                                 // on which the guest moves the batch in hand

    VectorMoves(
        final HostParts parts, final DirectOperator.Operated operated, final TranslationEntries entries)
    {
        this.entries = entries;
        this.topology = operated.topology();
        this.machine = operated.machine();
        this.writer = operated.writer();
        this.host = operated.host();
        this.clock = parts.clock();
        this.targets = parts.targets();
        this.pending = parts.pending();
        this.costs = parts.costs();
        this.places = topology.deal().isByTriggers() ? new FunctionPlaces(topology, machine.config()) : null;
    }

    /**
     * Move whose second step follows.
     *
     * @param taken   acknowledges of the LPI before the first step
     * @param message data of the vector before the first step; 0 where devices send messages themselves
     */
    private record Open(int vm, int lpi, int to, MoveOrder order, long taken, int message)
    {
    }

    /** Returns the control of a wrong order. */
    StormControl control(final MoveOrder order)
    {
        long acts = acted.getOrDefault(order, 0L) + (order == MoveOrder.TWO_STORES ? targets.torn().sent() : 0);
        for (final Open move : open)
        {
            acts += move.order() == order ? takenAtOld(move) : 0;
        }

        return new StormControl("guest.affinity.order=" + order.label(), acts, order.idle(), StormSettings.DURATION,
            TRIAL);
    }

    /** Returns the interrupts that the old vCPU of a move has taken without a handler. */
    private long takenAtOld(final Open move)
    {
        return move.order() == MoveOrder.NO_SYNC ? pending.taken(move.vm(), move.lpi()) - move.taken() : 0;
    }

    /** Makes a move, or the first of its two steps. */
    void make(final int vm, final int lpi, final int to, final MoveOrder order)
    {
        if (order.isInTwoSteps())
        {
            open.add(new Open(vm, lpi, to, order, pending.taken(vm, lpi), message(vm, lpi)));
            if (order == MoveOrder.NO_SYNC)
            {
                tellLaw(vm, lpi, to);
            }
            else
            {
                rewrite(open.get(open.size() - 1), true);
            }
            return;
        }
        if (order == MoveOrder.FORGET_PENDING)
        {
            forget(vm, lpi);
        }
        move(vm, lpi, to, order == MoveOrder.FORGET_PENDING);
        tellLaw(vm, lpi, to);
    }

    /** Takes the second step of all moves of a VM. */
    void complete(final int vm)
    {
        final Iterator<Open> moves = open.iterator();
        while (moves.hasNext())
        {
            final Open next = moves.next();
            if (next.vm() != vm)
            {
                continue;
            }
            moves.remove();
            acted.merge(next.order(), takenAtOld(next), Long::sum);
            move(vm, next.lpi(), next.to(), false);
            if (next.order() == MoveOrder.TWO_STORES)
            {
                rewrite(next, false);
                tellLaw(vm, next.lpi(), next.to());
            }
        }
    }

    private int message(final int vm, final int lpi)
    {
        return places == null ? 0 :
            machine.functions().vector(targets.device(vm, lpi), targets.event(vm, lpi)).data();
    }

    /** Makes the first or the second of the two stores of a message, whose vector stays open. */
    private void rewrite(final Open move, final boolean isTorn)
    {
        final int device = targets.device(move.vm(), move.lpi());
        final int event = targets.event(move.vm(), move.lpi());
        targets.torn().tear(device, event, isTorn);
        if (places != null)
        {
            final int beyond = MESSAGES * topology.events(device) + event;
            writer.time();
            writer.apply(Commands.store(writer.frame(), writer.at(), places.data(device, event), Integer.BYTES,
                isTorn ? beyond : move.message()));
            spentNs += costs.msixTable(move.to());
        }
    }

    private void tellLaw(final int vm, final int lpi, final int to)
    {
        pending.moves().moved(vm, lpi, to, ledger(vm).isOwed(false, targets.lpiId(vm, lpi)), clock.nanoTime());
    }

    private Ledger ledger(final int vm)
    {
        return machine.accounts().ledger(machine.accounts().followedOwner(vm));
    }

    /** Disables an LPI, and discards what is pending. */
    private void forget(final int vm, final int lpi)
    {
        final int intid = intid(targets.lpiId(vm, lpi));
        instruction(GicInstruction.CDDIS, GicCdIntid.of(intid));
        instruction(GicInstruction.CDPEND, GicCdPend.of(intid, false));
        if (pending.waits(vm, lpi))
        {
            acted.merge(MoveOrder.FORGET_PENDING, 1L, Long::sum);
            final boolean isOwedToVcpu = isOwedToVcpu(vm, lpi);
            pending.lose(vm, lpi, clock.nanoTime());
            if (isOwedToVcpu)
            {
                host.guests().lose(targets.vcpu(vm, lpi));
            }
        }
    }

    /** Changes the target of an LPI, with a barrier (B-ORD-1). */
    private void move(final int vm, final int lpi, final int to, final boolean isDisabled)
    {
        final int from = targets.vcpu(vm, lpi);
        final boolean wasOwed = isOwedToVcpu(vm, lpi);
        final int intid = intid(targets.lpiId(vm, lpi));
        if (SpareLpis.has(topology, vm) && !pending.isActiveOf(vm, lpi))
        {
            moveByEntry(vm, lpi, to);
        }
        else
        {
            instruction(GicInstruction.CDAFF, GicCdAff.of(intid, topology.vpeId(to), false));
            spentNs += costs.move(to);
        }
        if (isDisabled)
        {
            instruction(GicInstruction.CDEN, GicCdIntid.of(intid));
        }
        instruction(GicInstruction.GSBSYS, 0);
        targets.move(vm, lpi, to);
        waits(from, wasOwed, to, isOwedToVcpu(vm, lpi));
        changed.addInt(to);
    }

    /** Gives a vector its other LPI, with the new target, and carries over what is pending. */
    private void moveByEntry(final int vm, final int lpi, final int to)
    {
        final int old = intid(targets.lpiId(vm, lpi));
        final int other = intid(targets.otherLpiId(vm, lpi));
        instruction(GicInstruction.CDAFF, GicCdAff.of(other, topology.vpeId(to), false));
        instruction(GicInstruction.GSBSYS, 0);                                  // B-ORD-1
        entries.lead(vm, targets.device(vm, lpi), targets.event(vm, lpi), targets.otherLpiId(vm, lpi));
        final boolean isPending = IccIcsrEl1.PENDING.isSet(config(old));
        if (isPending)
        {
            instruction(GicInstruction.CDPEND, GicCdPend.of(old, false));       // B-INT-4
            instruction(GicInstruction.CDPEND, GicCdPend.of(other, true));
        }
        spentNs += costs.moveEntry(to);
        targets.enter(vm, lpi);
        pending.moves().entered(
            vm, lpi, isPending, ledger(vm).isOwed(false, targets.otherLpiId(vm, lpi)), clock.nanoTime());
    }

    /** Returns the configuration of an LPI, as its guest reads it. */
    private long config(final int intid)
    {
        instruction(GicInstruction.CDRCFG, GicCdIntid.of(intid));
        writer.time();
        writer.apply(Commands.sysr(
            writer.frame(), writer.at(), pe, Commands.VEL1, SystemRegister.ICC_ICSR_EL1.code()));

        return machine.outputs().lastValue();
    }

    /** Moves an LPI that waits to its new vCPU; one that is active has waited for none, or does so from now on. */
    private void waits(final int from, final boolean wasOwed, final int to, final boolean isOwed)
    {
        if (wasOwed && isOwed)
        {
            host.guests().move(from, to);
        }
        else if (wasOwed)
        {
            host.guests().lose(from);
        }
        else if (isOwed)
        {
            host.guests().owe(to, false);
        }
    }

    /** Returns whether an LPI waits for its vCPU, which may take it. */
    private boolean isOwedToVcpu(final int vm, final int lpi)
    {
        return pending.waits(vm, lpi) && !targets.isMasked(vm, lpi) &&
            !pending.isActive(targets.vcpu(vm, lpi), lpi);
    }

    private static int intid(final int lpiId)
    {
        return Intid.of(Intid.TYPE_LPI, lpiId);
    }

    /** Begins a batch of moves of a VM. Returns whether one of its vCPUs is in its guest, which moves them. */
    boolean take(final int vm)
    {
        pe = pe(vm);

        return pe != HostPes.NONE;
    }

    /**
     * Updates the vCPUs that got vectors, once the batch is done: the one that has moved them may leave its guest. It
     * spends the time of the moves before.
     */
    void settle()
    {
        if (spentNs > 0)
        {
            host.irqs().spend(host.inGuest(pe), spentNs);
            spentNs = 0;
        }
        for (int i = 0; i < changed.size(); i++)
        {
            host.changed(changed.getInt(i));
        }
        changed.clear();
    }

    /** {@return the PE of the first vCPU of a VM that is in its guest; {@link HostPes#NONE} if none is} */
    private int pe(final int vm)
    {
        final int first = topology.vpeIndex(vm, 0);
        for (int vcpu = first; vcpu < first + topology.vpes(vm); vcpu++)
        {
            if (host.pe(vcpu) != HostPes.NONE && host.inGuest(host.pe(vcpu)) == vcpu)
            {
                return host.pe(vcpu);
            }
        }

        return HostPes.NONE;
    }

    private void instruction(final GicInstruction instruction, final long operand)
    {
        writer.instruction(pe, instruction.code(), operand);
    }
}
