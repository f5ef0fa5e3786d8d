package org.gale.engine.inspect;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.engine.record.CommandTouches;
import org.gale.engine.record.RecentCommands;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsVmtStatusr;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.SystemRegister;

/**
 * Explanation of an SPI or LPI of the physical side or of a VM: its entry, its target, and what lies between it and the
 * CPU interface. Owned by the thread that owns the machine.
 */
final class ExplainedInterrupt
{
    /** Clause on an interrupt that is owed and not pending. */
    static final String LOST = "nothing is pending, though an event is owed: it is lost (P1)";

    private static final int REJECTED_LIMIT = 64;

    private final Machine machine;
    /** Last commands, or null. */
    private final RecentCommands commands;
    private final InterruptQueries queries;
    private final Board board;
    private final int owner;
    private final int intid;
    private final ExplainedFacts facts;

    ExplainedInterrupt(
        final Machine machine,
        final RecentCommands commands,
        final int owner,
        final int intid,
        final ExplainedFacts facts)
    {
        this.commands = commands;
        this.machine = machine;
        this.queries = InterruptQueries.of(machine);
        this.board = machine.config().board();
        this.owner = owner;
        this.intid = intid;
        this.facts = facts;
    }

    /** Returns an interrupt as people name it. */
    static String name(final int owner, final int intid)
    {
        return (OwnerId.isPhysical(owner) ? "" : "VM " + OwnerId.vmId(owner) + ' ') +
            IstViews.typeName(Intid.type(intid)) + ' ' + Intid.id(intid);
    }

    /** Returns what an entry says of an interrupt, up to its priority. */
    static String shown(final int iste)
    {
        return (L2Iste.isPending(iste) ? "pending" : "not pending") +
            (L2Iste.isEnabled(iste) ? ", enabled" : ", disabled") + (L2Iste.isActive(iste) ? ", active" : "") +
            (L2Iste.isLevel(iste) ? ", level" : ", edge") + ", priority " + L2Iste.priority(iste);
    }

    /** Returns the address of the entry in RAM, or −1 if none is reached. */
    static long address(final Machine machine, final int owner, final int intid)
    {
        final InterruptQueries queries = InterruptQueries.of(machine);
        final boolean isInRam = !(OwnerId.isPhysical(owner) && Intid.isSpi(intid));

        return isInRam && queries.entry(owner, intid) >= 0 ?
            queries.table(owner, Intid.type(intid)).faultAddress(Intid.id(intid)) : -1;
    }

    /** Adds the walk of an event, and then the interrupt that it leads to. */
    static void ofEvent(
        final Machine machine,
        final RecentCommands commands,
        final int its,
        final int deviceId,
        final int eventId,
        final ExplainedFacts facts)
    {
        if (new ExplainedEvent(machine, commands, its, deviceId, eventId, facts).explain())
        {
            final long target = machine.translations().target(its, deviceId, eventId);
            new ExplainedInterrupt(machine, null, (int)(target >>> Integer.SIZE), (int)target, facts).explain();
        }
    }

    /** Adds all that is known of the interrupt. */
    void explain()
    {
        if (!isReachable())
        {
            return;
        }
        final int iste = (int)queries.entry(owner, intid);
        final long address = address(machine, owner, intid);
        facts.fact(name(owner, intid) + ": " + shown(iste) + ", " +
            (isOneOfN(iste) ? "1ofN" : "IAFFID " + L2Iste.iaffid(iste)) + ": L2_ISTE " + ViewJson.hex(iste) +
            (address < 0 ? " in the IRS" : " at 0x" + Long.toHexString(address)) + " (B-INT-2)");
        state(iste);
        if (OwnerId.isPhysical(owner))
        {
            physical(iste);
        }
        else
        {
            virtual(iste);
        }
    }

    private void state(final int iste)
    {
        final UnsyncedEvents unsynced = machine.unsyncedEvents();
        if (!L2Iste.isPending(iste))
        {
            if (unsynced != null && unsynced.count(owner) > 0)
            {
                facts.reason("event-waits", "an event waits between ITS and IRS: ITS_SYNCR and IRS_SYNCR, or some " +
                    "commands, bring it on (B-ITS-11, B-ORD-8)");
            }
            else
            {
                final Ledger ledger = machine.accounts().ledger(owner);
                final boolean isOwed = ledger != null && ledger.isOwed(Intid.isSpi(intid), Intid.id(intid));
                facts.reason("not-pending", isOwed ? LOST : "no event of this interrupt came since the last " +
                    "acknowledge or clear (B-INT-2)", values());
                rejected();
            }
        }
        if (!L2Iste.isEnabled(iste))
        {
            facts.reason("disabled", "disabled: ENABLE is 0 (B-INT-2)", values());
        }
        if (L2Iste.isActive(iste))
        {
            facts.reason("active", "active: not deactivated since its acknowledge (B-INT-2, B-INT-8)", values());
        }
    }

    /** Adds the events that were rejected though the tables lead them to the interrupt. */
    private void rejected()
    {
        if (commands != null && machine.config().virtual() && !Intid.isSpi(intid))
        {
            int disabled = -1;
            for (final RecentCommands.Event event : commands.rejected(REJECTED_LIMIT))
            {
                final boolean isEnabled = isItsEnabled(event.its());
                if (isEnabled ? machine.translations().tableTarget(event.its(), event.deviceId(), event.eventId()) ==
                    CommandTouches.of(owner, intid) : disabled != event.its())
                {
                    disabled = isEnabled ? disabled : event.its();
                    new ExplainedEvent(machine, commands, event.its(), event.deviceId(), event.eventId(), facts)
                        .explainRejection();
                }
            }
        }
    }

    private boolean isItsEnabled(final int its)
    {
        return ItsCr0.ITSEN.isSet((int)machine.peek(
            board.frame(MachineKeys.ITS_CONFIG, its) + ItsCr0.OFFSET, Integer.BYTES));
    }

    private void physical(final int iste)
    {
        final int pe = isOneOfN(iste) ? queries.oneOfNTarget(owner) : board.iaffids().pe(L2Iste.iaffid(iste));
        if (pe < 0)
        {
            facts.reason("no-target", isOneOfN(iste) ? "no PE takes part in 1ofN: DPS, links or IRSEN (M-1OFN)" :
                "IAFFID " + L2Iste.iaffid(iste) + " names no PE (B-INT-13)", values());
            return;
        }
        if (Intid.isSpi(intid) && board.irss() > 1)
        {
            irs(board.irsOfSpi(Intid.id(intid)));
        }
        if (!Intid.isSpi(intid) || board.irss() == 1 || board.irsOfSpi(Intid.id(intid)) != board.irsOf(pe))
        {
            irs(board.irsOf(pe));
        }
        if (!queries.isLinked(pe))
        {
            link(pe);
        }
        new ExplainedCpu(machine, pe, false, facts).judge(intid, L2Iste.priority(iste));
    }

    private void virtual(final int iste)
    {
        final int vmId = OwnerId.vmId(owner);
        final int vpeId = isOneOfN(iste) ? queries.oneOfNTarget(owner) : L2Iste.iaffid(iste);
        if (vpeId < 0)
        {
            facts.reason("not-resident", "no resident VPE of VM " + vmId + " takes part in 1ofN (M-1OFN)", "vm", vmId);
        }
        else if (vpeId >= queries.vpeLimit(vmId))
        {
            facts.reason("no-target", "IAFFID " + vpeId + " names no VPE of VM " + vmId + ": it has " +
                queries.vpeLimit(vmId) + " (B-INT-13)", values());
        }
        else
        {
            final int pe = residence(vpeId, true);
            if (pe >= 0)
            {
                irs(board.irsOf(pe));
                new ExplainedCpu(machine, pe, true, facts).judge(intid, L2Iste.priority(iste));
            }
        }
    }

    /**
     * Adds why a VPE of the interrupt's VM is not resident.
     *
     * @param isDoorbellOf true to add whether its doorbell rings for the interrupt
     * @return the PE where it is resident, or −1
     */
    int residence(final int vpeId, final boolean isDoorbellOf)
    {
        final int vmId = OwnerId.vmId(owner);
        final InterruptQueries.VpeState vpe = isVmValid(vmId) ? queries.vpe(vmId, vpeId) : null;
        if (vpe != null && vpe.residentPe() < 0)
        {
            facts.reason("not-resident", "VPE " + vpeId + " of VM " + vmId + " is resident on no PE (B-RES-1)",
                "vm", vmId, "vpe", vpeId);
            if (isDoorbellOf)
            {
                doorbell(vpe.doorbell());
            }
        }
        else if (vpe == null && queries.isVmValid(vmId) &&
            !isWaiting(0, IrsVmtStatusr.OFFSET, "IRS_VMT_STATUSR"))
        {
            facts.reason("vpe-invalid", "VPE " + vpeId + " of VM " + vmId + " is not valid: VPETE " +
                word(queries.vpeteAddress(vmId, vpeId)) + " (B-VPE-3)", "vm", vmId, "vpe", vpeId);
        }

        return vpe == null ? -1 : vpe.residentPe();
    }

    private void doorbell(final long dbr)
    {
        final String lpi = "LPI " + IrsVpeDbr.INTID.getInt(dbr);
        if (!IrsVpeDbr.DBV.isSet(dbr))
        {
            facts.fact("it has no doorbell: IRS_VPE_DBR.DBV is 0 (B-DB-1)");
        }
        else if (IrsVpeDbr.REQ_DB.isSet(dbr))
        {
            facts.fact("its doorbell " + lpi + " is requested, for priorities up to " + IrsVpeDbr.DBPM.getInt(dbr) +
                " (B-DB-1, B-DB-6)");
        }
        else
        {
            facts.fact("its doorbell " + lpi + " is not requested: it rang, or V became 0 with DB = 0 (B-DB-3, M-DB0)");
        }
    }

    private void irs(final int irs)
    {
        if (!queries.isEnabled(irs) && !isWaiting(irs, IrsCr0.OFFSET, "IRS_CR0"))
        {
            facts.reason("irs-disabled", "IRSEN of IRS " + irs + " is 0: IRS_CR0 at 0x" +
                Long.toHexString(board.frame(MachineKeys.IRS_CONFIG, irs) + IrsCr0.OFFSET) + " (B-IRS-7, M-IRSEN2)",
                "irs", irs, "address", board.frame(MachineKeys.IRS_CONFIG, irs) + IrsCr0.OFFSET);
        }
    }

    private void link(final int pe)
    {
        if (!IccCr0El1.LINK_IDLE.isSet(ExplainedCpu.register(machine, pe, SystemRegister.ICC_CR0_EL1)))
        {
            facts.reason("operation-waits", "ICC_CR0_EL1.LINK_IDLE of PE " + pe +
                " is 0: the link changes some commands later (M-LINKOP)");
        }
        else
        {
            facts.reason("link-down", "the link of PE " + pe + " is down: ICC_CR0_EL1.LINK is 0 (M-LINKDOWN)",
                "pe", pe);
        }
    }

    /** Returns whether an operation of an IRS waits, and says so. */
    private boolean isWaiting(final int irs, final int offset, final String register)
    {
        final int idle = offset == IrsCr0.OFFSET ? IrsCr0.IDLE.mask() : IrsIstStatusr.IDLE.mask();
        final long address = board.frame(MachineKeys.IRS_CONFIG, irs) + offset;
        final boolean isThere = offset != IrsVmtStatusr.OFFSET || machine.config().virtual();

        return isThere && facts.isWaiting(machine, address, idle, register);
    }

    private boolean isReachable()
    {
        final int vmId = OwnerId.isPhysical(owner) ? -1 : OwnerId.vmId(owner);
        if (vmId >= 0 && !isVmValid(vmId))
        {
            return false;
        }
        if (OwnerId.isPhysical(owner) && Intid.isSpi(intid))
        {
            return isPhysicalSpi();
        }
        if (queries.entry(owner, intid) >= 0)
        {
            return true;
        }
        unreachable(vmId);

        return false;
    }

    private boolean isVmValid(final int vmId)
    {
        final boolean isValid = queries.isVmValid(vmId);
        if (!isValid && !isWaiting(0, IrsVmtStatusr.OFFSET, "IRS_VMT_STATUSR"))
        {
            facts.reason("vm-invalid", "VM " + vmId + " is not valid: L2_VMTE " + word(queries.vmteAddress(vmId)) +
                " (B-VMT-8, B-INT-17)", "vm", vmId, "address", queries.vmteAddress(vmId));
        }

        return isValid;
    }

    private boolean isPhysicalSpi()
    {
        final int spiOwner = queries.spiOwner(Intid.id(intid));
        if (spiOwner == OwnerId.NONE)
        {
            facts.reason("no-spi", "there is no SPI " + Intid.id(intid) + " (B-SPI-1)", values());
        }
        else if (spiOwner != owner)
        {
            facts.reason("spi-of-vm", "SPI " + Intid.id(intid) + " is handed to VM " + OwnerId.vmId(spiOwner) +
                ": IRS_SPI_VMR.VIRT is 1 (B-INT-17, M-SPIVMR)", "spi", Intid.id(intid), "vm", OwnerId.vmId(spiOwner));
        }

        return spiOwner == owner;
    }

    private void unreachable(final int vmId)
    {
        final InterruptStateTable table = queries.table(owner, Intid.type(intid));
        final String of = OwnerId.isPhysical(owner) ? "the physical side" : "VM " + vmId;
        if (table == null)
        {
            if (!isWaiting(0, OwnerId.isPhysical(owner) ? IrsIstStatusr.OFFSET : IrsVmtStatusr.OFFSET,
                OwnerId.isPhysical(owner) ? "IRS_IST_STATUSR" : "IRS_VMT_STATUSR"))
            {
                facts.reason("no-table", of + " has no valid table of " + IstViews.typeName(Intid.type(intid)) +
                    "s (B-IST-1, B-INT-17)", values());
            }
        }
        else if (Intid.id(intid) >>> table.shape().idBits() != 0)
        {
            facts.reason("id-range", name(owner, intid) + " is beyond the table at 0x" +
                Long.toHexString(table.baseAddress()) + ": " + of + " has 0 to " +
                ((1 << table.shape().idBits()) - 1) + " (B-INT-17)", values());
        }
        else
        {
            final long address = table.baseAddress() + (table.shape().twoLevel() ?
                table.shape().l1OffsetBytes(Intid.id(intid)) : 0);
            if (!isWaiting(0, IrsIstStatusr.OFFSET, "IRS_IST_STATUSR"))
            {
                facts.reason("not-mapped", name(owner, intid) + ": its L1_ISTE " + word(address) +
                    " was not valid when it was latched, or its table lies outside RAM (B-IST-8, B-IST-10)", values());
            }
        }
    }

    /** Returns a word of RAM with its address. */
    private String word(final long address)
    {
        return address < 0 ? "out of range" : machine.memory().contains(address, Long.BYTES) ?
            ViewJson.hex(machine.memory().loadLong(address)) + " at 0x" + Long.toHexString(address) :
            "at 0x" + Long.toHexString(address) + " outside RAM";
    }

    private boolean isOneOfN(final int iste)
    {
        return L2Iste.isOneOfN(iste) &&
            machine.config().value(OwnerId.isPhysical(owner) ? MachineKeys.ONE_N : MachineKeys.VIRT_ONE_N);
    }

    private Object[] values()
    {
        return OwnerId.isPhysical(owner) ? new Object[] {"intid", Integer.toUnsignedLong(intid)} :
            new Object[] {"vm", OwnerId.vmId(owner), "intid", Integer.toUnsignedLong(intid)};
    }
}
