package org.gale.engine.hypervisor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CPU interface of a PE after a guest has left it: nothing of one guest is left for the next. */
class GuestExitTest
{
    private static final String NO_SIGNAL = "OK irq=0 fiq=0 virq=0 vfiq=0";
    private static final String VIRQ = "OK irq=0 fiq=0 virq=1 vfiq=0";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-PPI-13")
    @Tag("B-VPP-7")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"exit", "put", "block"})
    void shouldLeaveNoPendingPpiInThePe(final String leave)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("sysw 0 vel1 ICC_PPI_ENABLER0_EL1 0x8000000", "kvm exit 0 0", "kvm line 0 0 27 1", "kvm run 0 0 0");
        rig.expect(VIRQ, "signal 0");

        rig.all("kvm " + leave + " 0 0");

        rig.expect(NO_SIGNAL, "signal 0");
        rig.expect("OK 0x0000000000000000", "sysr 0 el2 ICH_PPI_PENDR0_EL2");
        rig.all("kvm run 0 0 0");
        rig.expect(VIRQ, "signal 0");
    }

    @Tag("K-DVI-1")
    @Tag("B-VPP-7")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"exit", "put", "block"})
    void shouldNotLetTheWireOfThePeIntoAGuestThatLeftIt(final String leave)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("sysw 0 vel1 ICC_PPI_ENABLER0_EL1 0x8000000", "kvm exit 0 0", "kvm map_ppi 0 0 27", "kvm run 0 0 0",
            "kvm " + leave + " 0 0");

        rig.all("ppi 0 27 1");

        rig.expect(NO_SIGNAL, "signal 0");
        rig.all("kvm run 0 0 0");
        rig.expect(VIRQ, "signal 0");
    }

    @Tag("B-RES-8")
    @Tag("B-VIN-10")
    @Tag("K-LP-1")
    @Tag("K-LP-3")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ICC_ICSR_EL1", "ICC_APR_EL1", "ICC_PCR_EL1"})
    void shouldKeepTheRegistersOfEachGuestThatRunsOnThePe(final String register)
    {
        rig.initialised(2);
        for (int vcpu = 0; vcpu < 2; vcpu++)
        {
            rig.all("kvm run 0 " + vcpu + " 0", "sysw 0 vel1 " + register + " 0x1" + vcpu, "kvm put 0 " + vcpu);
        }

        for (int vcpu = 0; vcpu < 2; vcpu++)
        {
            rig.all("kvm run 0 " + vcpu + " 0");
            rig.expect("OK 0x000000000000001" + vcpu, "sysr 0 vel1 " + register);
            rig.all("kvm put 0 " + vcpu);
        }
    }
}
