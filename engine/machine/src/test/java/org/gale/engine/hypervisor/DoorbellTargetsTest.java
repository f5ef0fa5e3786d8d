package org.gale.engine.hypervisor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class DoorbellTargetsTest
{
    private final DoorbellTargets targets = new DoorbellTargets();
    private final KvmVcpu vcpu = new KvmVcpu(new KvmVm(0), 0, 0);

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 64, 65, 127, 128, 129, 5000})
    void shouldFindTheVcpuOfADoorbellUntilItIsRemoved(final int lpi)
    {
        assertNull(targets.find(lpi));
        targets.remove(lpi);

        targets.put(lpi, vcpu);

        assertSame(vcpu, targets.find(lpi));
        assertNull(targets.find(lpi + 1));
        targets.remove(lpi + 1);
        assertSame(vcpu, targets.find(lpi));
        targets.remove(lpi);
        assertNull(targets.find(lpi));
    }

    @Test
    void shouldKeepTheOthersWhenItGrows()
    {
        targets.put(3, vcpu);

        targets.put(64, new KvmVcpu(vcpu.vm, 1, 1));

        assertSame(vcpu, targets.find(3));
    }

    @Test
    void shouldFindNothingAfterAClear()
    {
        targets.put(0, vcpu);
        targets.put(70, vcpu);

        targets.clear();

        assertNull(targets.find(0));
        assertNull(targets.find(70));
    }
}
