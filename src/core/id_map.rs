//! What is known of batches, by the hashes of their ids.

/// Numbers by hash, in a table of at most three times their number, beyond the first few.
#[derive(Clone, Debug, Default)]
pub struct IdMap {
    /// A power of two in length, at most three quarters full.
    table: Vec<Option<(u64, u32)>>,
    len: usize,
}

impl IdMap {
    /// Adds `id` with `value`, unless it is there. Returns whether it is new.
    pub fn insert(&mut self, id: u64, value: u32) -> bool {
        if self.len * 4 >= self.table.len() * 3 {
            let longer = vec![None; (self.table.len() * 2).max(64)];
            let old = std::mem::replace(&mut self.table, longer);
            self.len = 0;
            for (id, value) in old.into_iter().flatten() {
                self.insert(id, value);
            }
        }
        let index = self.index(id);
        let Some(place @ None) = self.table.get_mut(index) else {
            return false;
        };
        *place = Some((id, value));
        self.len += 1;
        true
    }

    /// The value of `id`.
    pub fn get(&self, id: u64) -> Option<u32> {
        let place = *self.table.get(self.index(id))?;
        place.map(|(_, value)| value)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Where `id` is, or where it would be.
    fn index(&self, id: u64) -> usize {
        let mask = self.table.len().wrapping_sub(1);
        // The upper half is mixed better than the lower one.
        let mut index = (id >> 32) as usize & mask;
        // There is a free place, or no place at all.
        while let Some(Some((known, _))) = self.table.get(index)
            && *known != id
        {
            index = (index + 1) & mask;
        }
        index
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{HashMap, HashSet};

    proptest! {
        /// Any ids and values, against the standard library's map.
        #[test]
        fn it_is_a_map(entries in prop::collection::vec((prop_oneof![0_u64..50, any::<u64>()], 0_u32..4), 0..400)) {
            let mut map = IdMap::default();
            let mut model = HashMap::new();
            for (id, value) in entries {
                prop_assert_eq!(map.get(id), model.get(&id).copied());
                let is_new = !model.contains_key(&id);
                model.entry(id).or_insert(value);
                prop_assert_eq!(map.insert(id, value), is_new);
                prop_assert_eq!(map.get(id), model.get(&id).copied());
                prop_assert_eq!(map.len(), model.len());
            }
        }
    }

    #[test]
    fn its_table_is_never_full_and_grows_with_what_it_holds() {
        let mut map = IdMap::default();
        for number in 1..2_000 {
            map.insert(number << 32, 0);
            let (length, count) = (map.table.len(), number as usize);
            assert!(4 * count <= 3 * length, "{count} in {length}");
            assert!(length <= 64.max(3 * count), "{count} in {length}");
        }
    }

    #[test]
    fn ids_that_differ_in_their_upper_half_have_places_of_their_own() {
        let mut map = IdMap::default();
        map.insert(0, 0);
        let places: HashSet<usize> = (1..64).map(|id| map.index(id << 32)).collect();
        assert_eq!(places.len(), 63);
    }

    #[test]
    fn an_empty_map_holds_nothing() {
        assert_eq!(IdMap::default().get(7), None);
    }
}
