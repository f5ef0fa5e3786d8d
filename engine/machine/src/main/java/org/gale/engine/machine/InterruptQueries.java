package org.gale.engine.machine;

import org.gale.engine.accounting.OwnerId;
import org.gale.tables.ist.InterruptStateTable;

/**
 * Queries of what an IRS latched of its tables, for decoded views. They change nothing and report nothing, and every
 * int is a valid argument. Owned by the thread that owns the machine.
 */
public interface InterruptQueries extends MachineQueries
{
    /** Returns the queries of a machine that is a GICv5. */
    static InterruptQueries of(final Machine machine)
    {
        return (InterruptQueries)machine.queries();
    }

    /**
     * State of a VPE that is valid.
     *
     * @param vpeId      below 2<sup>VPE_ID_BITS</sup> of its VM
     * @param residentPe PE where the VPE is resident, or −1
     * @param doorbell   settings of its doorbell, as IRS_VPE_DBR shows them
     * @param excluded   true to keep the VPE out of 1ofN selection (DPS)
     * @param candidate  its best candidate whatever the masks say (B-VPE-8), or {@link Candidate#NONE}
     */
    record VpeState(int vpeId, int residentPe, long doorbell, boolean excluded, long candidate)
    {
    }

    /**
     * Returns the interrupt state table of an owner.
     *
     * @param owner the encoded {@link OwnerId}
     * @param type  SPI or LPI, as in an INTID
     * @return the table, or null if none is valid
     */
    InterruptStateTable table(int owner, int type);

    /**
     * Returns the L2_ISTE of an interrupt, as it stands in its table.
     *
     * @param owner the encoded {@link OwnerId}
     * @param intid type and ID
     * @return the entry in bits 31:0, or −1 if the interrupt cannot be reached
     */
    long entry(int owner, int intid);

    /**
     * Returns whether IRSEN of an IRS is 1.
     *
     * @param irs number of an IRS that exists
     */
    boolean isEnabled(int irs);

    /** Returns whether the link of a PE with its IRS is up. */
    boolean isLinked(int pe);

    /**
     * Returns the owner of a physical SPI: the physical side, or the VM that it is handed to.
     *
     * @param id any int
     * @return the encoded {@link OwnerId}, or {@link OwnerId#NONE} if there is no such SPI
     */
    int spiOwner(int id);

    /**
     * Returns the PE or resident VPE that 1ofN interrupts of an owner are offered to (M-1OFN).
     *
     * @param owner the encoded {@link OwnerId}
     * @return the number of the PE or VPE, or −1 if there is none
     */
    int oneOfNTarget(int owner);

    /** Returns whether a VM is valid. */
    boolean isVmValid(int vmId);

    /**
     * Returns the first valid VM from a number on.
     *
     * @return its number, at least {@code fromId}, or −1
     */
    int nextVm(int fromId);

    /**
     * Returns the address of the L2_VMTE of a VM, valid or not, inside RAM or not.
     *
     * @return a physical address, or −1 if the VM tables have no entry for that number
     */
    long vmteAddress(int vmId);

    /**
     * Returns the address of the VPETE of a VPE of a valid VM, inside RAM or not.
     *
     * @return a physical address, or −1 if there is no such VM or VPE id
     */
    long vpeteAddress(int vmId, int vpeId);

    /**
     * Returns the number of VPE ids of a valid VM.
     *
     * @return the number, or 0 if there is no such VM
     */
    int vpeLimit(int vmId);

    /**
     * Returns the first valid VPE of a VM from an id on.
     *
     * @return its id, at least {@code fromId}, or −1
     */
    int nextVpe(int vmId, int fromId);

    /**
     * Returns the state of a VPE.
     *
     * @return the state, or null if the VPE is not valid
     */
    VpeState vpe(int vmId, int vpeId);

    /**
     * Returns the doorbell of a valid VM.
     *
     * @return the value of IRS_VM_DBR, or 0 if there is no such VM
     */
    long vmDoorbell(int vmId);

    /**
     * Returns the VM whose VPE is resident on a PE.
     *
     * @return the VM as an {@link OwnerId}, or {@link OwnerId#NONE} if no VPE is resident there
     */
    int residentOwner(int pe);

    /**
     * Returns the VPE that is resident on a PE.
     *
     * @return its id, or −1 if no VPE is resident there
     */
    int residentVpe(int pe);
}
