package org.gale.engine.inspect;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class WatchedChangeTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "pending=0 route=direct vcpu=1 | pending=1 route=direct vcpu=1    | pending 0 -> 1",
        "pending=0 route=a vcpu=1      | pending=1 route=b vcpu=2         | pending 0 -> 1, route a -> b, vcpu 1 -> 2",
        "0                             | 1                                | 0 -> 1",
        "unreachable                   | pending=0 route=direct           | unreachable -> pending=0 route=direct",
        "a=1 b=2                       | a=1                              | a=1 b=2 -> a=1",
        "a=1 b=2                       | a=1 c=3                          | a=1 b=2 -> a=1 c=3",
        "a b                           | a c                              | a b -> a c"})
    void shouldShowTheFieldsThatDiffer(final String before, final String now, final String change)
    {
        assertEquals(change, WatchedChange.text(before, now));
    }
}
