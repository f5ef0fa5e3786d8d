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

    ErrorSites(final MachineConfig config)
    {
        this.errors = new SoftwareErrors[config.value(MachineKeys.IRSS)];
        for (int irs = 0; irs < errors.length; irs++)
        {
            errors[irs] = new SoftwareErrors(config.value(MachineKeys.SWE));
        }
    }

    /** Names the IRS at which errors are recorded from now on. */
    void at(final int irs)
    {
        site = irs;
    }

    /** Returns the registers of an IRS. */
    SoftwareErrors of(final int irs)
    {
        return errors[irs];
    }

    /** Reports an error as {@link SoftwareErrors#report(int, int, int, long)} does, at the site of the moment. */
    void report(final int code, final int owner, final int intid, final long address)
    {
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
