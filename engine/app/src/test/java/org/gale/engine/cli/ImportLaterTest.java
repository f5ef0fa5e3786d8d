package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what an import says of the work that handlers left to softirqs and threads. */
class ImportLaterTest extends ImportedTexts
{
    private String imported(final String text) throws IOException
    {
        Files.writeString(directory.resolve("a"), text);
        assertEquals(ExitCode.OK, gale("import", "ftrace", path("a"), "-o", path("t"), "--force"), err.toString());

        return out.toString();
    }

    /** Tests a thread that is preempted, and interrupted for 2 µs: it works for 40 and 58 µs. */
    @Test
    void shouldSayHowLongAThreadRanAndWhenItWoke() throws IOException
    {
        final String said = imported("""
            <idle>-0 [001] d.h1. 100.000100: irq_handler_entry: irq=67 name=sensor
            <idle>-0 [001] d.h1. 100.000102: irq_handler_exit: irq=67 ret=handled
            <idle>-0 [001] dNh1. 100.000102: sched_waking: comm=irq/67-sensor pid=411 prio=49 target_cpu=001
            <idle>-0 [001] d..2. 100.000105: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 \
            prev_state=R ==> next_comm=irq/67-sensor next_pid=411 next_prio=49
            irq/67-sensor-411 [001] d..2. 100.000145: sched_switch: prev_comm=irq/67-sensor prev_pid=411 prev_prio=49 \
            prev_state=R+ ==> next_comm=migration/1 next_pid=19 next_prio=0
            migration/1-19 [001] d..2. 100.000155: sched_switch: prev_comm=migration/1 prev_pid=19 prev_prio=0 \
            prev_state=S ==> next_comm=irq/67-sensor next_pid=411 next_prio=49
            irq/67-sensor-411 [001] d.h1. 100.000160: irq_handler_entry: irq=12 name=nic
            irq/67-sensor-411 [001] d.h1. 100.000162: irq_handler_exit: irq=12 ret=handled
            irq/67-sensor-411 [001] d..2. 100.000215: sched_switch: prev_comm=irq/67-sensor prev_pid=411 prev_prio=49 \
            prev_state=S ==> next_comm=swapper/1 next_pid=0 next_prio=120
            """);

        assertTrue(said.contains("thread irq/67-sensor: 1 run, 98,000 ns each, awake after 3,000 ns"), said);
        assertTrue(said.contains("guest: {threaded: {wake: 3us, work: 49us}}"), said);
    }

    /** Tests that the time of softirqs of devices is that of the interrupts, without the handlers within. */
    @Test
    void shouldDivideTheTimeOfSoftirqsByTheInterruptsOfDevices() throws IOException
    {
        final String said = imported("""
            <idle>-0 [000] d.h1. 100.000100: irq_handler_entry: irq=12 name=nic
            <idle>-0 [000] d.h1. 100.000101: softirq_raise: vec=3 [action=NET_RX]
            <idle>-0 [000] d.h1. 100.000102: irq_handler_exit: irq=12 ret=handled
            <idle>-0 [000] ..s1. 100.000103: softirq_entry: vec=3 [action=NET_RX]
            <idle>-0 [000] d.h1. 100.000110: irq_handler_entry: irq=13 name=disk
            <idle>-0 [000] d.h1. 100.000114: irq_handler_exit: irq=13 ret=handled
            <idle>-0 [000] ..s1. 100.000137: softirq_exit: vec=3 [action=NET_RX]
            <idle>-0 [000] ..s1. 100.000140: softirq_entry: vec=1 [action=TIMER]
            <idle>-0 [000] ..s1. 100.000145: softirq_exit: vec=1 [action=TIMER]
            """);

        assertTrue(said.contains("softirq NET_RX: 1 run, 30,000 ns each"), said);
        assertTrue(said.contains("softirq TIMER: 1 run, 5,000 ns each"), said);
        assertTrue(said.contains("guest: {softirq: {work: 15us}}"), said);
    }

    /** Tests two polls of 5 and 2 packets of one NIC within 1 ms, as each kernel and program writes them. */
    @Test
    void shouldSayHowManyPacketsPollsTook() throws IOException
    {
        final String said = imported("""
            <idle>-0 [000] d.h1. 100.000000: irq_handler_entry: irq=12 name=nic
            <idle>-0 [000] d.h1. 100.000002: irq_handler_exit: irq=12 ret=handled
            <idle>-0 [000] ..s1. 100.000003: softirq_entry: vec=3 [action=NET_RX]
            <idle>-0 [000] ..s1. 100.000010: napi_poll: \
            napi poll on napi struct 00000000f1 for device eth0 work 5 budget 64
            <idle>-0 [000] ..s1. 100.000020: napi_poll: \
            napi poll on napi struct 0xffffa1 for device eth0 work 2 budget 8
            <idle>-0 [000] ..s1. 100.000022: napi_poll: napi poll on napi struct 0xffffa2 for device eth1
            <idle>-0 [000] ..s1. 100.000023: napi_poll: \
            napi poll on napi struct 0xffffa3 for device (no_device) work 9 budget 64
            <idle>-0 [000] ..s1. 100.000024: softirq_exit: vec=3 [action=NET_RX]
            <idle>-0 [000] d.h1. 100.000998: irq_handler_entry: irq=12 name=nic
            <idle>-0 [000] d.h1. 100.001000: irq_handler_exit: irq=12 ret=handled
            """);

        assertTrue(said.contains("""
              napi eth0: 2 polls, 7 packets
              traffic: {kind: packets, rate: 7000, budget: 64, per-packet: 3us}
              napi eth1: 1 poll
            """), said);
        assertFalse(said.contains("no_device"), said);
        assertTrue(said.contains("guest: {softirq: {work: 10500ns}}"), said);
    }

    @Test
    void shouldSayNothingOfATextWithoutSuchWork() throws IOException
    {
        final String said = imported("""
            <idle>-0 [001] d.h1. 100.000100: irq_handler_entry: irq=67 name=sensor
            <idle>-0 [001] d.h1. 100.000102: irq_handler_exit: irq=67 ret=handled
            """);

        assertFalse(said.contains("guest:"), said);
    }
}
