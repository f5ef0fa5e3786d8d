package org.gale.engine.hypervisor;

import org.gale.tables.register.SystemRegister;

/**
 * Entry into and exit from a guest: moves the private interrupts between KVM's copy and the CPU interface of a PE. All
 * PPIs of the VM are moved each time, changed or not.
 */
final class GuestEntry
{
    private static final SystemRegister[] PRIORITYR =
    {
        SystemRegister.ICH_PPI_PRIORITYR0_EL2, SystemRegister.ICH_PPI_PRIORITYR1_EL2,
        SystemRegister.ICH_PPI_PRIORITYR2_EL2, SystemRegister.ICH_PPI_PRIORITYR3_EL2,
        SystemRegister.ICH_PPI_PRIORITYR4_EL2, SystemRegister.ICH_PPI_PRIORITYR5_EL2,
        SystemRegister.ICH_PPI_PRIORITYR6_EL2, SystemRegister.ICH_PPI_PRIORITYR7_EL2
    };

    private final KvmHost host;

    GuestEntry(final KvmHost host)
    {
        this.host = host;
    }

    /** Returns the PPIs that every guest has. */
    long exposed()                                                              // K-VC-5, K-T-16
    {
        return host.implementedPpis() & (PrivateInterrupts.IN_KERNEL | PrivateInterrupts.SW_PPI);
    }

    /** Flushes the private interrupts of a vCPU into the PE that it is loaded on. */
    void flush(final KvmVcpu vcpu)                                                 // K-PPI-6 to K-PPI-9
    {
        final int pe = vcpu.loadedPe;
        final PrivateInterrupts ppis = vcpu.ppis;
        final HostDriver driver = host.driver;
        final long exposed = exposed();
        driver.write(pe, SystemRegister.ICH_PPI_HVIR0_EL2, ~exposed);
        driver.write(pe, SystemRegister.ICH_PPI_HVIR1_EL2, -1L);
        driver.write(pe, SystemRegister.ICH_PPI_DVIR0_EL2, ppis.direct() & exposed);
        driver.write(pe, SystemRegister.ICH_PPI_ENABLER0_EL2, ppis.enabled());
        driver.write(pe, SystemRegister.ICH_PPI_ACTIVER0_EL2, ppis.active());
        for (int register = 0; register < PRIORITYR.length; register++)
        {
            driver.write(pe, PRIORITYR[register], ppis.priorities(register));
        }
        driver.write(pe, SystemRegister.ICH_PPI_PENDR0_EL2, ppis.flush(exposed));
    }

    /** Folds what the guest left in the CPU interface back, and takes its pending PPIs out of the PE. */
    void fold(final KvmVcpu vcpu)                                                  // K-PPI-11 to K-PPI-15
    {
        final int pe = vcpu.loadedPe;
        final PrivateInterrupts ppis = vcpu.ppis;
        final HostDriver driver = host.driver;
        ppis.fold(exposed(), driver.read(pe, SystemRegister.ICH_PPI_ENABLER0_EL2),
            driver.read(pe, SystemRegister.ICH_PPI_ACTIVER0_EL2), driver.read(pe, SystemRegister.ICH_PPI_PENDR0_EL2));
        for (int register = 0; register < PRIORITYR.length; register++)
        {
            ppis.priorities(register, driver.read(pe, PRIORITYR[register]));
        }
        driver.write(pe, SystemRegister.ICH_PPI_DVIR0_EL2, 0);                  // B-VPP-7
        driver.write(pe, SystemRegister.ICH_PPI_PENDR0_EL2, 0);
    }

    /** Returns the pending physical PPIs of the PE where a vCPU ran last. */
    long physicalPending(final KvmVcpu vcpu)
    {
        return vcpu.lastPe == KvmVcpu.NO_PE || vcpu.ppis.direct() == 0 ? 0 :
            host.driver.read(vcpu.lastPe, SystemRegister.ICC_PPI_SPENDR0_EL1);
    }
}
