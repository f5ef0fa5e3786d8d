package org.gale.engine.config;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class Gicv4ConfigTest
{
    @Test
    void shouldHaveTheDefaultsOfTheProtocol()
    {
        assertEquals(new Gicv4Config(16, 4, 16, true, true), Gicv4Config.parse(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "vpeid_bits=1 cpus=1 lpi_bits=14 version=4.1 policy=per-vcpu",
        "vpeid_bits=16 cpus=512 lpi_bits=24 version=4.0 policy=all-or-nothing",
        "vpeid_bits=5 cpus=8 lpi_bits=17 version=4.1 policy=all-or-nothing"})
    void shouldWriteTheKeysThatItReads(final String keys)
    {
        assertEquals(keys, parse(keys).toKeys());
    }

    @Tag("V4-ID-1")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vpeid_bits=0 | vpeid_bits=0 is out of range (1 to 16)",
        "vpeid_bits=17 | vpeid_bits=17 is out of range (1 to 16)",
        "cpus=0 | cpus=0 is out of range (1 to 512)",
        "cpus=513 | cpus=513 is out of range (1 to 512)",
        "lpi_bits=13 | lpi_bits=13 is out of range (14 to 24)",
        "lpi_bits=25 | lpi_bits=25 is out of range (14 to 24)",
        "version=4.2 | version=4.2 is not 4.1 or 4.0",
        "policy=first-come | policy=first-come is not per-vcpu or all-or-nothing",
        "cpu=1 | no v4 host key 'cpu': did you mean 'cpus'?",
        "cpus | cpus has no value (write cpus=VALUE)",
        "cpus=4 cpus=4 | cpus is given twice",
        "version=4.0 vpeid_bits=8 | vpeid_bits=8 needs version=4.1 (4.0 has 16)"})
    void shouldRefuseWhatNoHostHas(final String keys, final String message)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> parse(keys)).getMessage());
    }

    private static Gicv4Config parse(final String keys)
    {
        return Gicv4Config.parse(List.of(keys.split(" ")));
    }
}
