package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Ledgers;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.IrsOutputs;
import org.gale.engine.machine.OperationDelays;
import org.gale.engine.machine.TurnLog;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;

/**
 * Interrupt routing services of the Non-secure domain, as far as all share it: SPIs and LPIs of the physical side and
 * of every VM. They forward the best candidate to each PE and resident VPE. Owned by the machine's thread.
 *
 * <p>Methods take {@code owner, intid} in this order; an owner is an {@link OwnerId}, which need not be valid. An
 * interrupt that cannot be reached does not change (B-INT-17). Every change marks the PEs whose signals may change in
 * {@link #dirtyPes()}; the machine settles these signals at the end of the command.
 */
public final class Irs implements AutoCloseable
{
    /** {@link #turn}: the caller has to acknowledge and deactivate one by one. */
    public static final int TURN_NOT_TAKEN = Integer.MIN_VALUE;

    private final boolean hasOneOfN;
    private final PagePool pool;
    private final DirtyPes dirty;
    private final ErrorSites errors;
    private final Residency residency;
    private final InterruptTransitions transitions;
    private final TurnTaker turn;
    private final SpiBank spis;
    private final IrsAccounts accounts;
    private final InterruptOwner physical;
    private final ValidOwners owners;
    private final SpiWires wires;
    private final Board board;
    private final PeGates gates;
    private final boolean[] open;                                   // by PE number, whether candidates are offered
    private final IrsConfigFrame[] frames;
    private final SoftwareStores stores;
    private final IrsState state;
    private final IrsQueries queries;
    private final IrsChecks checks;
    private final EdgeDelivery edges;
    private final ReadyEvents ready;

    /** @param indexLimitBytes the most bytes that the candidate indexes of all owners take together */
    public Irs(final MachineConfig config, final PhysicalMemory memory, final long indexLimitBytes,
        final IrsOutputs outputs, final Ledgers ledgers, final OperationDelays delays)
    {
        this.hasOneOfN = config.value(MachineKeys.ONE_N);
        this.pool = new PagePool(indexLimitBytes);
        this.board = config.board();
        this.gates = new PeGates(board, config.pes());
        this.open = gates.open();
        this.dirty = new DirtyPes(config.pes());
        this.errors = new ErrorSites(config);
        this.residency = new Residency(config.pes(), dirty, gates, memory, delays);
        final PendingCheck pendingCheck = new PendingCheck();
        transitions = new InterruptTransitions(residency, errors, pendingCheck, config.value(MachineKeys.PRI_BITS));
        this.spis = new SpiBank(config, board, gates);
        final boolean isAlone = board.irss() == 1;
        this.physical = new InterruptOwner(
            ValidOwners.PHYSICAL, config.pes(), config.value(MachineKeys.ID_BITS), hasOneOfN, pool,
            ledgers.ofOrNew(ValidOwners.PHYSICAL), spis,
            isAlone && board.iaffids().isIdentity() ? null : board.iaffids());
        this.residency.connect(new Doorbells(physical, residency, transitions, outputs));
        final IstRules rules = new IstRules(config);
        this.owners = new ValidOwners(physical, config.value(MachineKeys.VM_ID_BITS));
        final IstLifeCycle life = new IstLifeCycle(
            config, memory, new TableOverlaps(memory, owners), residency, errors, pendingCheck);
        final PhysicalIst ist = new PhysicalIst(rules, life, physical, residency);
        final VirtualMachines vms =
            new VirtualMachines(config, memory, owners, rules, life, pool, residency, errors, ledgers);
        this.wires = new SpiWires(spis, owners, residency, transitions, errors, isAlone);
        this.ready = new ReadyEvents(config, memory, transitions, pendingCheck);
        this.turn = new TurnTaker(transitions, wires, ready);
        this.frames = new IrsConfigFrame[board.irss()];
        final VpeSelection[] vpes = new VpeSelection[frames.length];
        for (int irs = 0; irs < frames.length; irs++)
        {
            vpes[irs] = new VpeSelection(owners, residency, config.value(MachineKeys.VIRT_ONE_N), vpes);
            final IrsControl control = new IrsControl(irs, gates, wires, residency);
            frames[irs] = new IrsConfigFrame(config, board, irs, errors, control, ist, vms, new Selections(
                new PeSelection(config, irs, board, gates, residency), vpes[irs],
                new VmSelection(owners, residency), new SpiSelection(board.spisOf(irs), spis, wires)));
        }
        this.stores = new SoftwareStores(
            memory, owners, vms.table(), residency, transitions, errors, config.value(MachineKeys.STRICT));
        this.state = new IrsState(config, board, memory, gates, frames, ist, owners, vms, residency);
        this.queries = new IrsQueries(vms.table(), owners, gates, spis, residency);
        this.checks = new IrsChecks(physical, owners, residency);
        this.accounts = new IrsAccounts(ledgers, checks, pendingCheck, memory);
        this.edges = new EdgeDelivery(memory, owners, transitions, errors, ready);
        physical.spis().install(spis.table());
    }

    /** Returns the CONFIG frame of an IRS. */
    public IrsConfigFrame frame(final int number)
    {
        return frames[number];
    }

    /** Returns the topology of the machine. */
    public Board board()
    {
        return board;
    }

    /** Says that the accesses from now on are those of a PE: its IRS records their software errors (M-SWERRIRS). */
    public void askedBy(final int pe)
    {
        if (frames.length > 1)
        {
            errors.at(board.irsOf(pe));
        }
    }

    /** Says that the accesses from now on are those of an IRS, as {@link #askedBy}. */
    public void askedAt(final int irs)
    {
        errors.at(irs);
    }

    /** Queries of what the IRS latched. */
    public InterruptQueries queries()
    {
        return queries;
    }

    /** Returns the PEs whose signals have to be settled. */
    public DirtyPes dirtyPes()
    {
        return dirty;
    }

    /** {@return the best candidate for a PE on the physical side, or {@link Candidate#NONE}} */
    public long candidate(final int pe)                                         // B-CPU-1
    {
        if (!open[pe])
        {
            return Candidate.NONE;                                              // B-IRS-7, B-TRAP-10, M-IRSEN2
        }
        final long best = physical.index().best(pe);

        return hasOneOfN && residency.oneOfNPe() == pe ?
            Math.min(best, physical.index().best(CandidateIndex.ONE_OF_N)) : best;
    }

    /** {@return the best candidate of the VPE that is resident on a PE, or {@link Candidate#NONE}} */
    public long virtualCandidate(final int pe)                                  // B-RES-3, B-RES-4
    {
        final Vpe vpe = residency.residentOn(pe);
        if (vpe == null || !open[pe])                                           // M-IRSEN
        {
            return Candidate.NONE;
        }
        final Vm vm = vpe.vm();
        final long best = vpe.candidates().best();

        return vm.hasOneOfN() && residency.oneOfNTaker(vm) == vpe ?
            Math.min(best, vm.index().best(CandidateIndex.ONE_OF_N)) : best;
    }

    /** Returns the priority of {@link #virtualCandidate}, or a value above every priority. */
    public int virtualPriority(final int pe)
    {
        final Vpe vpe = residency.residentOn(pe);

        return vpe != null && open[pe] && !vpe.vm().hasOneOfN() ?
            Math.min(vpe.candidates().bestPriority(), vpe.vm().lpis().ready().bestPriority(vpe.vpeId())) :
            Candidate.priority(virtualCandidate(pe));
    }

    /** Delivers an event of a kind of {@link EventKind}. Returns false if the interrupt cannot be reached. */
    public boolean event(final int owner, final int intid, final int kind)
    {
        final InterruptSpace space = owners.space(owner, intid);

        return space != null && transitions.event(space, Intid.id(intid), kind);
    }

    /** Delivers an event of an LPI that an ITS has translated. Returns false if the LPI cannot be reached. */
    public boolean translatedEvent(final int owner, final int intid, final int kind)    // B-ITS-6
    {
        return transitions.translatedEvent(owners.space(owner, intid), Intid.id(intid), kind);
    }

    /** Returns the doorbells of VPEs. */
    public Doorbells doorbells()
    {
        return residency.doorbells();
    }

    /** Delivery of edge events that an ITS has translated. */
    public EdgeDelivery edges()
    {
        return edges;
    }

    /** Returns the events of ready LPIs, whose Pending may not be in RAM yet. */
    public ReadyEvents ready()
    {
        return ready;
    }

    /**
     * Executes GIC VDPENDs that set Pending, in order, until a PE or a VPE is concerned.
     *
     * @param words every second one is an operand, from 1
     * @return the index of the first that was not executed, 0 to {@code endIndex}
     */
    public int pend(final long[] words, final int fromIndex, final int endIndex)         // B-VIN-8
    {
        int index = fromIndex;
        for (boolean quiet = true; quiet && index < endIndex;)
        {
            final long operand = words[(index++ << 1) + 1];
            final int intid = GicVdPend.intid(operand);
            final Vm vm = owners.vm(GicVdPend.vmId(operand));
            final InterruptSpace space = vm == null ? null : vm.space(Intid.type(intid));
            quiet = space == null || !transitions.pend(space, Intid.id(intid));
        }

        return index;
    }

    /** Sets or clears Pending: GIC CDPEND and VDPEND. */
    public void setPending(final int owner, final int intid, final boolean pending)
    {
        final InterruptSpace space = owners.space(owner, intid);
        if (space != null)
        {
            transitions.setPending(space, Intid.id(intid), pending);
        }
    }

    /** Enables or disables an interrupt: GIC CDEN, CDDIS, VDEN and VDDIS. */
    public void setEnable(final int owner, final int intid, final boolean enable)
    {
        final InterruptSpace space = owners.space(owner, intid);
        if (space != null)
        {
            transitions.setEnable(space, Intid.id(intid), enable);
        }
    }

    /** Sets the priority of an interrupt, 0 to 31: GIC CDPRI and VDPRI. Bits that are not implemented are ignored. */
    public void setPriority(final int owner, final int intid, final int priority)
    {
        final InterruptSpace space = owners.space(owner, intid);
        if (space != null)
        {
            transitions.setPriority(space, Intid.id(intid), priority);
        }
    }

    /** Sets the target of an interrupt, a PE or a VPE id of the VM: GIC CDAFF and VDAFF. */
    public void setTarget(final int owner, final int intid, final int iaffid, final boolean oneOfN)
    {
        final InterruptSpace space = owners.space(owner, intid);
        if (space != null)
        {
            transitions.setTarget(space, Intid.id(intid), iaffid, oneOfN);
        }
    }

    /** Sets the handling mode of an interrupt: GIC CDHM and VDHM. */
    public void setHandlingMode(final int owner, final int intid, final boolean level)
    {
        final InterruptSpace space = owners.space(owner, intid);
        if (space != null)
        {
            transitions.setHandlingMode(space, Intid.id(intid), level);
        }
    }

    /** Deactivates an interrupt: GIC CDDI and VDDI. */
    public void deactivate(final int owner, final int intid)
    {
        final InterruptSpace space = owners.space(owner, intid);
        if (space != null)
        {
            transitions.deactivate(space, Intid.id(intid));
            wires.deactivated(owner, intid);
        }
    }

    /** {@return the value for ICC_ICSR_EL1: GIC CDRCFG and VDRCFG} */
    public long requestConfig(final int owner, final int intid)
    {
        return transitions.requestConfig(owners.space(owner, intid), Intid.id(intid));
    }

    /**
     * Acknowledges a candidate that was nominated just now for a PE, or for the VPE that is resident there. False if it
     * was stale, see {@link InterruptTransitions#acknowledge}: it is nominated no more, and another may be asked for.
     */
    public boolean acknowledge(final int pe, final boolean virtual, final long candidate)
    {
        assert !virtual || residency.residentOn(pe) != null : "no VPE is resident on PE " + pe;
        assert candidate != Candidate.NONE : "nothing is acknowledged on PE " + pe;

        final InterruptOwner owner = virtual ? residency.residentOn(pe).vm() : physical;
        final int intid = Candidate.intid(candidate);
        final boolean done = transitions.acknowledge(owner.space(Intid.type(intid)), Intid.id(intid));
        if (!done)
        {
            final int target = virtual ? residency.residentOn(pe).vpeId() : pe;
            owner.index().remove(target, Candidate.priority(candidate), intid);
            owner.index().remove(CandidateIndex.ONE_OF_N, Candidate.priority(candidate), intid);
        }

        return done;
    }

    /**
     * Gives a guest a turn on the candidates of the VPE that is resident on a PE. Acknowledges and deactivates them,
     * best first, until the budget is spent or no priority value is below the threshold.
     *
     * @return the number of interrupts, negated if the last of them is a held level, which has to be checked again;
     *     {@link #TURN_NOT_TAKEN} if nothing was done and the caller has to take interrupts one by one
     */
    public int turn(final int pe, final int threshold, final int budget, final TurnLog log)
    {
        final Vpe vpe = residency.residentOn(pe);
        if (vpe == null || !open[pe] || vpe.vm().hasOneOfN())
        {
            return TURN_NOT_TAKEN;
        }

        return turn.take(vpe.vm(), vpe.candidates(), vpe.vpeId(), pe, threshold, budget, log);
    }

    /**
     * Lowers or raises the threshold of a PE, once its physical signal is settled.
     *
     * @param asserted        true if the signal is asserted
     * @param sufficientBelow candidates below this priority value are of sufficient priority
     */
    public void physicalSettled(final int pe, final boolean asserted, final int sufficientBelow)
    {
        final SignalThreshold threshold = physical.index().threshold(pe);
        if (threshold != null)
        {
            threshold.settled(asserted, sufficientBelow);
        }
    }

    /** Settles, like {@link #physicalSettled}, the virtual signal of a PE and of the VPE resident there. */
    public void virtualSettled(final int pe, final boolean asserted, final int sufficientBelow)
    {
        final Vpe vpe = residency.residentOn(pe);
        if (vpe != null)
        {
            vpe.candidates().threshold().settled(asserted, sufficientBelow);
        }
    }

    /** Makes a VPE resident on a PE where none is. False if it cannot be (B-RES-2). */
    public boolean enter(final int pe, final int vmId, final int vpeId)
    {
        ready.writeBack();

        return gates.isLinked(pe) && residency.enter(pe, owners.vm(vmId), vpeId);
    }

    /** Makes the VPE of a PE non-resident, with or without asking for its doorbell (B-RES-6). */
    public void leave(final int pe, final boolean requestDoorbell, final int doorbellMask)
    {
        ready.writeBack();
        residency.leave(pe, requestDoorbell, doorbellMask);
    }

    /** {@return the VM whose VPE is resident on a PE, as an encoded {@link OwnerId}, or {@link OwnerId#NONE}} */
    public int residentOwner(final int pe)
    {
        return residency.residentOwner(pe);
    }

    /** {@return the VPE id that is resident on a PE, or −1} */
    public int residentVpe(final int pe)
    {
        return residency.residentVpe(pe);
    }

    /** Returns whether an SPI exists; every int is a valid argument. */
    public boolean spiExists(final int id)
    {
        return spis.exists(id);
    }

    /** Returns the wires of the SPIs. */
    public SpiWires wires()
    {
        return wires;
    }

    /** Returns the stores and loads of software in RAM. */
    public SoftwareStores stores()
    {
        return stores;
    }

    /** {@return the owner of the physical interrupts} */
    public int physicalOwner()
    {
        return ValidOwners.PHYSICAL;
    }

    /** Returns the accounting by owner. */
    public Accounts accounts()
    {
        return accounts;
    }

    /** Returns the bytes that the candidate indexes use. */
    public long indexBytes()
    {
        return pool.usedBytes();
    }

    /** Checks of what is derived, counted or settled. */
    public IrsChecks checks()
    {
        return checks;
    }

    /** Counts the event of a device that stored to a SETLPI frame and has reached no LPI. */
    public void missed()
    {
        transitions.missed();
    }

    /** Returns the number of events of devices that were to raise an LPI which cannot be reached. */
    public long unreachable()
    {
        return transitions.unreachable();
    }

    /** Passes counts through a stream: they tell how the state came about and not what it is. */
    public void counts(final StateStream stream)
    {
        errors.of(0).counts(stream);
        transitions.counts(stream);
        owners.counts(stream);
    }

    /** Passes the counts that a machine with one IRS has not. */
    public void boardCounts(final StateStream stream)
    {
        errors.boardCounts(stream);
    }

    /** Returns all state that is not in RAM. */
    public IrsState state()
    {
        return state;
    }

    /** Returns the memory that holds the entries of physical SPIs, for the digest. */
    public PhysicalMemory spiMemory()
    {
        return spis.memory();
    }

    /** Gives all memory back. Idempotent. */
    @Override
    public void close()
    {
        pool.close();
        spis.close();
    }

    /** Returns whether the link of a PE is up. */
    public boolean isLinked(final int pe)
    {
        return gates.isLinked(pe);
    }

    /** Takes the link of a PE up or down. The VPE that is resident there leaves, and nobody is asked for a doorbell. */
    public void link(final int pe, final boolean up)                            // M-LINKDOWN
    {
        gates.link(pe, up);
        if (!up)
        {
            residency.unlink(pe);
        }
        residency.markAll();
    }
}
