package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the forms of texts as people have them: of tracers, hosts, older kernels and mails. */
class ImportFormsTest extends ImportedTexts
{
    @Test
    void shouldReadTheEventsOfAFunctionGraph() throws IOException
    {
        assertImport("""
            # tracer: function_graph
              500.100000 |   0)    <idle>-0    |               |  /* irq_handler_entry: irq=86 name=mmc1 */
              500.100001 |   0)    <idle>-0    | + 11.719 us   |  driver_mmc_irq();
              500.100013 |   0)    <idle>-0    |               |  /* irq_handler_exit: irq=86 ret=handled */
             ------------------------------------------
              500.200000 |  12)               |    /* local_timer_entry: vector=236 */
              500.200004 |  12)               |    /* local_timer_exit: vector=236 */
              500.200005 |   1)   sshd-1213    |   ==========> |
            """, """
            500100000000,0,mmc1,13000
            500200000000,12,local_timer,4000
            """);
        assertTrue(err.toString().contains("other event        3"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        " 0)               |  /* irq_handler_entry: irq=86 name=mmc1 */",
        " 3)   kworker-32   =>  browser-919  ", " 0) + 11.719 us   |  driver_mmc_irq();"})
    void shouldRefuseAFunctionGraphWithoutTimes(final String line) throws IOException
    {
        assertRefused(line + '\n', "is a function graph without times (record with them: echo funcgraph-abstime");
    }

    @Test
    void shouldReadNoisesOfTheTracers() throws IOException
    {
        assertImport("""
            cc1-8 [005] dNLh1.. 548.771082: irq_noise: local_timer:236 start 548.771077442 duration 7597 ns
            cc1-8 [005] dNLh2.. 548.771099: irq_noise: qxl:21 start 548.771085017 duration 0 ns
            x-9   [006] dNh.    548.776620: irq_noise: usb:a b:47 start 548.776620180 duration 86 ns
            timerlat/5-1035 [005] ....... 548.771104: #402268 context thread timer_latency     39960 ns
            x-9   [006] dNh.    548.776620: irq_noise: usb start 548.776620180 duration 86 ns
            """, """
            548771077442,5,local_timer,7597
            548771085017,5,qxl,0
            548776620180,6,usb:a b,86
            """);
        assertTrue(err.toString().contains("other event        1"), err.toString());
        assertTrue(err.toString().contains("not understood     1\n    line 5"), err.toString());
    }

    @Test
    void shouldReadWhatAHostInjects() throws IOException
    {
        assertImport("""
            CPU 0/KVM-5501 [010] d..3 9.000100: vgic_update_irq_pending: VCPU: 0, IRQ 8193, level: 1
            CPU 0/KVM-5501 [010] d..3 9.000101: vgic_update_irq_pending: VCPU: 0, IRQ 40, level: 0
            vhost-55-5510  [011] .... 9.000200: vgic_update_irq_pending: VCPU: 1, IRQ 27, level: 1
            qemu-1 [003] .... 9.000300: kvm_set_irq: gsi 24 level 1 source 0
            qemu-1 [003] .... 9.000301: kvm_set_irq: gsi 24 level 0 source 0
            vhost-1 [003] .... 9.000400: kvm_msi_set_irq: dst a vec 49 (Fixed|physical|edge)
            CPU 3/KVM-77 [003] .... 9.000500: kvm_inj_virq: IRQ 0xec
            CPU 3/KVM-77 [003] .... 9.000501: kvm_inj_virq: IRQ 0xec [reinjected]
            CPU 3/KVM-77 [003] .... 9.000600: kvm_inj_virq: irq 236
            """, """
            9000100000,0,irq8193,
            9000200000,1,irq27,
            9000300000,0,gsi24,
            9000400000,10,vec49,
            9000500000,3,irq0xec,
            9000600000,3,irq236,
            """);
        assertTrue(err.toString().contains("other event        3"), err.toString());
        gale("import", "ftrace", path("a"), "-o", path("t"));
        gale("trace", "describe", path("t"));
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("irq27 +timer .*")), out.toString());
    }

    @Test
    void shouldReadAbsoluteTimesWithTheirDifferencesBehindThem() throws IOException
    {
        assertImport("""
            <idle>-0 [002]  77.000100: (+0) irq_handler_entry:    irq=31 name=ata
            <idle>-0 [002]  77.000104: (+4)     irq_handler_exit:     irq=31 ret=handled
            <idle>-0 [002]  77.000200: (+x) irq_handler_entry:    irq=31 name=ata
            """, "77000100000,2,ata,4000\n");
        assertTrue(err.toString().contains("not understood     1"), err.toString());
    }

    @Test
    void shouldReadTheWordsOfOlderKernels() throws IOException
    {
        assertImport("""
            <idle>-0 [000]  1048.100000: irq_handler_entry: irq=16 handler=ehci_hcd:usb1
            <idle>-0 [000]  1048.100009: irq_handler_exit: irq=16 return=unhandled
            <idle>-0 [000]  1048.100010: irq_handler_entry: irq=16 handler=uhci_hcd:usb3
            <idle>-0 [000]  1048.100015: irq_handler_exit: irq=16 return=handled
            """, "1048100000000,0,uhci_hcd:usb3,15000\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " name=", " name= ", " handler="})
    void shouldNameAnEntryWithoutANameAfterItsLine(final String name) throws IOException
    {
        assertImport("t-1 [000] 1.000001: irq_handler_entry: irq=24" + name + """

            t-1 [000] 1.000003: irq_handler_exit: irq=24
            """, "1000001000,0,irq24,2000\n");
        assertFalse(err.toString().contains("not understood"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "t-1 [002] 6.100000: irq_handler_entry:\nirq=11 name=tick\nt-1 [002] 6.100040: irq_handler_exit:\n  irq=11\n",
        """
            t-1 [002] 6.100000:
            irq:irq_handler_entry: irq=11 name=tick
            t-1 [002] 6.100040:
            irq:irq_handler_exit: irq=11
            """,
        "> t-1 [002] 6.100000:=20\n> irq:irq_handler_entry: irq=3D11 name=3Dtick\n> t-1 [002] 6.100040: " +
            "irq_handler_exit: irq=3D11 ret=3Dhandled\n",
        """
            > t-1 [002] 6.100000: irq_handler_entry: irq=3D11 name=3Dti=
            > ck
            t-1 [002] 6.100040: irq_handler_exit: irq=11
            """})
    void shouldReadLinesThatAMailHasWrapped(final String text) throws IOException
    {
        assertImport(text, "6100000000,2,tick,40000\n");
    }

    @Test
    void shouldCountALineWhoseRestIsMissing() throws IOException
    {
        assertImport("""
            t-1 [002] 6.100000: irq_handler_entry:
            t-1 [002] 6.100010: irq_handler_entry: irq=11 name=tick
            t-1 [002] 6.100020:
            what is this
            t-1 [002] 6.100030: irq_handler_exit:
            """, "6100010000,2,tick,\n");
        assertTrue(err.toString().contains("""
              not understood     4
                line 1: t-1 [002] 6.100000: irq_handler_entry:
                line 3: t-1 [002] 6.100020:
                line 4: what is this
            """), err.toString());
    }

    @Test
    void shouldReplaceNoFileUnlessThatIsAsked() throws IOException
    {
        Files.writeString(directory.resolve("a"), "1,0,disk\n");
        Files.writeString(directory.resolve("t"), "precious");

        assertEquals(ExitCode.USAGE, gale("import", "csv", path("a"), "-o", path("t")));

        assertTrue(err.toString().contains("t: is there already (--force replaces it)"), err.toString());
        assertEquals("precious", Files.readString(directory.resolve("t")));
        assertEquals(ExitCode.OK, gale("import", "csv", path("a"), "-o", path("t"), "--force"), err.toString());
        assertEquals(ExitCode.OK, gale("trace", "describe", path("t")), err.toString());
    }

    @Test
    void shouldRefuseASourceOfACsv() throws IOException
    {
        Files.writeString(directory.resolve("a"), "1,0,disk\n");

        assertEquals(ExitCode.USAGE, gale("import", "csv", path("a"), "-o", "-", "--source", "host.dat"));

        assertTrue(err.toString().contains("--source: host.dat: a csv has no sources"), err.toString());
    }

    @Test
    void shouldForgetTheGraphOfATextBeforeTheNext() throws IOException
    {
        Files.writeString(directory.resolve("a"), """
            t-1 [000] 9.000100: local_timer_entry: vector=236
             0) + 11.719 us   |  driver_mmc_irq();
            """);
        Files.writeString(directory.resolve("b"), "t-1 [000] 1.000100: sched_switch: x\n");

        assertEquals(ExitCode.OK, gale("import", "ftrace", path("a"), path("b"), "-o", path("t")), err.toString());

        assertTrue(out.toString().startsWith("imported 1 event of 1 vector\n"), out.toString());
    }
}
