package org.gale.engine.gicv5.irs;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.memory.StateStream;

/**
 * Software error registers of all IRSs, and the site where an error is recorded: the IRS whose frame asked, whose PE
 * executed the instruction, that owns the SPI, or at which the ITS of the event is drawn (M-SWERRIRS). An error is
 * recorded once. Stores of software into RAM are no access to a frame and come from no PE: they count as those of IRS
 * 0. Owned by the thread that owns the machine.
 */
final class ErrorSites
{
    private final SoftwareErrors[] errors;
    private int site;
    private boolean isHolding;
    private boolean hasHeld;
    private int heldCode;
    private int heldOwner;
    private int heldIntid;
    private long heldAddress;

    ErrorSites(final MachineConfig config)
    {
        this.errors = new SoftwareErrors[config.value(MachineKeys.IRSS)];
        for (int irs = 0; irs < errors.length; irs++)
        {
            errors[irs] = new SoftwareErrors(config.value(MachineKeys.SWE));
        }
    }

    /** Names the IRS at which errors are recorded from now on, and one that is held. */
    void at(final int irs)
    {
        site = irs;
        isHolding = false;
        if (hasHeld)
        {
            hasHeld = false;
            report(heldCode, heldOwner, heldIntid, heldAddress);
        }
    }

    /**
     * Holds errors from now on until {@link #at} names their site. An event of a run has at most one, that of its
     * doorbell, and to look its site up before would take as long as a tenth of the event.
     */
    void hold()
    {
        isHolding = true;
    }

    /** Returns whether an error is held. */
    boolean hasHeld()
    {
        return hasHeld;
    }

    /** Returns the registers of an IRS. */
    SoftwareErrors of(final int irs)
    {
        return errors[irs];
    }

    /** Reports an error as {@link SoftwareErrors#report(int, int, int, long)} does, at the site of the moment. */
    void report(final int code, final int owner, final int intid, final long address)
    {
        if (isHolding)
        {
            assert !hasHeld : "an event has a second error";
            hasHeld = true;
            heldCode = code;
            heldOwner = owner;
            heldIntid = intid;
            heldAddress = address;
            return;
        }
        errors[site].report(code, owner, intid, address);
    }

    /** Passes the counts of errors of the IRSs from 1 on through a stream. */
    void boardCounts(final StateStream stream)
    {
        for (int irs = 1; irs < errors.length; irs++)
        {
            errors[irs].counts(stream);
        }
    }
}
