package org.gale.engine.storm.scenario;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class VcpuNamesTest
{
    private static final List<DeviceShape> DEVICES =
        HostShape.alike(1, 1, 1, 4, new ClosedStream(1)).groups().get(0).devices();
    private static final List<String> HOST =
        VcpuNames.of(List.of(new VmShape("web", 2, 2, DEVICES), new VmShape("db-1", 1, 1, DEVICES)));

    @Test
    void shouldNameEachVcpuByGroupVmAndNumber()
    {
        assertEquals(List.of("web0.0", "web0.1", "web1.0", "web1.1", "db-10.0"), HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[web0.1, db-10.0]", "web0.1,db-10.0", "[ web0.1 ,db-10.0 ]"})
    void shouldReadWhatItWrites(final String text)
    {
        final VcpuNames names = VcpuNames.parse(text);

        assertEquals("[web0.1, db-10.0]", names.text());
        assertEquals(names, VcpuNames.parse(names.text()));
        assertArrayEquals(new boolean[]{false, true, false, false, true}, names.in(HOST));
    }

    @Test
    void shouldReadAListOfNone()
    {
        assertEquals(VcpuNames.NONE, VcpuNames.parse("[]"));
        assertEquals("[]", VcpuNames.NONE.text());
        assertArrayEquals(new boolean[5], VcpuNames.NONE.in(HOST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "web0; 'web0' is no name of a vCPU (try web0.1: the second vCPU of the first VM of web)",
        "web0.1,; '' is no name of a vCPU (try web0.1: the second vCPU of the first VM of web)",
        "[web0.1, web0.0, web0.1]; 'web0.1' is there twice (leave one out)"})
    void shouldRefuseWhatNamesNoVcpus(final String text, final String message)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> VcpuNames.parse(text)).getMessage());
    }

    @Test
    void shouldRefuseNamesThatTheHostHasNotOrTwice()
    {
        final List<String> twice =
            VcpuNames.of(List.of(new VmShape("a", 11, 1, DEVICES), new VmShape("a1", 1, 1, DEVICES)));

        assertEquals("'web0.2' is no vCPU of the job: did you mean 'web0.0'?", assertThrows(
            IllegalArgumentException.class, () -> VcpuNames.parse("web0.2").in(HOST)).getMessage());
        assertEquals("'a10.0' are two vCPUs of the job (rename a group)", assertThrows(
            IllegalArgumentException.class, () -> VcpuNames.parse("a10.0").in(twice)).getMessage());
    }
}
