package org.gale.engine.hypervisor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids and counts of vCPUs on a host whose IRS has four VPEs: what bounds them, and in which order it is checked. */
class VcpuLimitsTest
{
    private static final String HOST = "machine vpe_id_bits=2";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-ID-7")
    @Tag("K-ID-11")
    @Test
    void shouldBoundIdsByTheVpesOfTheHostOnceTheDeviceExists()
    {
        rig.all(HOST, "kvm create_vm", "kvm create_device 0 vgic-v5");

        rig.expect("OK -EINVAL", "kvm create_vcpu 0 4");
        rig.expect("OK -EINVAL", "kvm create_vcpu 0 511");
        rig.expect("OK 0", "kvm create_vcpu 0 3");
        rig.expect("OK -EEXIST", "kvm create_vcpu 0 3");
    }

    @Tag("K-ID-11")
    @Test
    void shouldCheckTheCountBeforeTheIdIsFoundInUse()
    {
        rig.all(HOST, "kvm create_vm", "kvm create_device 0 vgic-v5", "kvm create_vcpu 0 0", "kvm create_vcpu 0 1",
            "kvm create_vcpu 0 2");
        rig.expect("OK -EEXIST", "kvm create_vcpu 0 2");
        rig.all("kvm create_vcpu 0 3");

        rig.expect("OK -EINVAL", "kvm create_vcpu 0 2");
    }

    @Tag("K-ID-11")
    @Test
    void shouldCheckTheCountFirstThenInitialisationThenTheId()
    {
        rig.all(HOST, "kvm create_vm", "kvm create_device 0 vgic-v5", "kvm create_vcpu 0 0",
            "kvm set_attr 0 CTRL INIT");

        rig.expect("OK -EINVAL", "kvm create_vcpu 0 512");
        rig.expect("OK -EBUSY", "kvm create_vcpu 0 400");
        rig.expect("OK -EBUSY", "kvm create_vcpu 0 0");

        rig.all("kvm create_vm", "kvm create_device 1 vgic-v5", "kvm create_vcpu 1 0", "kvm create_vcpu 1 1",
            "kvm create_vcpu 1 2", "kvm create_vcpu 1 3", "kvm set_attr 1 CTRL INIT");
        rig.expect("OK -EINVAL", "kvm create_vcpu 1 0");
    }

    @Tag("K-ID-11")
    @Tag("K-CR-6")
    @Test
    void shouldAllocateNothingForAVcpuThatIsRefused()
    {
        rig.all(HOST, "kvm create_vm", "kvm create_device 0 vgic-v5", "kvm create_vcpu 0 0", "kvm fail PPI_ALLOC");

        rig.expect("OK -EINVAL", "kvm create_vcpu 0 4");
        rig.expect("OK -EEXIST", "kvm create_vcpu 0 0");
        rig.expect("OK -ENOMEM", "kvm create_vcpu 0 1");
        rig.expect("OK 1", "kvm create_vcpu 0 1");
    }

    /** Before the device the largest model that the host offers bounds them: 512. */
    @Tag("K-ID-11")
    @Tag("K-CR-5")
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = { 4, 511 })
    void shouldRefuseADeviceForAVcpuWhoseIdItDoesNotReach(final int id)
    {
        rig.all(HOST, "kvm create_vm", "kvm create_vcpu 0 " + id);

        rig.expect("OK -E2BIG", "kvm create_device 0 vgic-v5");
        rig.expect("OK 0", "kvm create_device 0 vgic-v5 test");
        rig.all("kvm create_vm", "kvm create_vcpu 1 3", "kvm create_device 1 vgic-v5");
    }

    @Tag("K-CR-5")
    @Test
    void shouldRefuseADeviceForMoreVcpusThanItHas()
    {
        rig.all(HOST, "kvm create_vm");
        for (int id = 0; id < 5; id++)
        {
            rig.expect("OK " + id, "kvm create_vcpu 0 " + id);
        }

        rig.expect("OK -E2BIG", "kvm create_device 0 vgic-v5");
    }

    @Tag("K-ID-11")
    @Test
    void shouldHave512VcpusAndNoMore()
    {
        rig.all("kvm create_vm");
        for (int id = 511; id >= 0; id--)
        {
            rig.expect("OK " + (511 - id), "kvm create_vcpu 0 " + id);
        }

        rig.expect("OK -EINVAL", "kvm create_vcpu 0 7");
        rig.expect("OK -EINVAL", "kvm create_vcpu 0 512");
    }
}
